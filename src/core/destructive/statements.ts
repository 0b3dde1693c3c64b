export type Statement = "sql" | "mongo";

export interface StatementDeath {
  readonly what: string;
  readonly bulk: boolean;
}

const drops =
  /\bdrop\s+(?:database|schema|table|user|role|index|view|materialized\s+view|keyspace|type|column|extension|function|tablespace|sequence|owned)\b/i;
const truncates = /\btruncate\s+(?:table\s+)?["'`\w[]/i;
/** DELETE or UPDATE without WHERE touches every row. */
const everyRow = /\bdelete\s+from\s+[\w."`[\]]+(?:\s+(?:as\s+)?\w+)?\s*(?:;|["']?\s*$)/i;
const updatesEvery = /^\s*update\s+[\w."`[\]]+\s+set\s+(?:(?!\bwhere\b)[^;])+(?:;|$)/i;
const mongo = /\b(?:dropDatabase|drop|deleteMany|dropIndexes|remove)\s*\(/;

/** What an SQL text or a MongoDB expression destroys; comments are no statements. */
export function destroyedByStatement(text: string, kind: Statement): StatementDeath | undefined {
  if (text.length > 256 * 1024) return { what: "what that long statement says", bulk: true };
  if (kind === "mongo") {
    return mongo.test(text) ? { what: "a MongoDB database, collection or its documents", bulk: true } : undefined;
  }
  const plain = text.replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\//g, " ");
  if (drops.test(plain)) return { what: "tables or other parts of that database", bulk: false };
  if (truncates.test(plain) || everyRow.test(plain)) return { what: "every row of a table", bulk: true };
  if (updatesEvery.test(plain)) return { what: "what stands in every row of a table", bulk: true };
  return undefined;
}
