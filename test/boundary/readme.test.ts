import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import test from "node:test";
import type { Agent } from "../../src/agents/agent.ts";
import { agents, foundationAgents } from "../../src/agents/index.ts";

/** The README's coverage table is the registry; LEASTKEY_UPDATE=1 writes it anew. */
const marks = /(<!-- coverage -->\n)[^]*?(<!-- \/coverage -->)/;

function table(some: readonly Agent[]): string {
  const rows = some.flatMap((agent) =>
    agent.surfaces
      .filter((surface) => surface.kind !== "instructions")
      .map(
        ({ kind, path, strength, hole, onRequest }, at) =>
          `| ${at === 0 ? agent.title : ""} | ${kind}${onRequest === undefined ? "" : " (`--sandbox`)"} \`${path}\` | ${strength} | ${hole ?? ""} |`,
      ),
  );
  return ["| agent | surface | strength | except |", "|---|---|---|---|", ...rows].join("\n");
}

function coverage(): string {
  const first = agents.filter((agent) => foundationAgents.includes(agent.id));
  const others = agents.filter((agent) => !first.includes(agent));
  return `
${table(first)}

<details><summary>${String(others.length)} more agents</summary>

${table(others)}

</details>

Every agent also gets a short instruction where it reads one, which is advisory everywhere.
`;
}

void test("the README's coverage table says what the registry says", () => {
  const readme = readFileSync("README.md", "utf8");
  const wanted = readme.replace(marks, (_all, begin: string, end: string) => `${begin}${coverage()}${end}`);
  if (process.env["LEASTKEY_UPDATE"] === "1") writeFileSync("README.md", wanted);
  else assert.equal(readme, wanted, "run: LEASTKEY_UPDATE=1 npm run unit -- boundary/readme");
});
