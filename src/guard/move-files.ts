import { dotenvText, parseDotenv } from "../core/edit/dotenv.ts";
import { isIgnored } from "../core/edit/gitignore.ts";
import type { TextEdit } from "../core/edit/replacement.ts";
import type { Files } from "../core/ports.ts";
import { Secret } from "../core/secret.ts";
import { type Draft, rewritten } from "./move-draft.ts";

/** A folder with one of these is where its programs are started, and where they look for .env. */
const manifests = [
  ".env",
  "package.json",
  "pyproject.toml",
  "requirements.txt",
  "go.mod",
  "Cargo.toml",
  "composer.json",
  "Gemfile",
  "pom.xml",
  "build.gradle",
  "build.gradle.kts",
];
const examples = [".env.example", ".env.sample", ".env.template", ".env.dist"];

/** The folder whose .env a file's program reads: the nearest with a manifest, the root at last. Absolute. */
export function environmentFolder(files: Files, root: string, path: string): string {
  const parts = path.split("/").slice(0, -1);
  for (let depth = parts.length; depth > 0; depth--) {
    const folder = `${root}/${parts.slice(0, depth).join("/")}`;
    if (manifests.some((name) => files.stat(`${folder}/${name}`)?.kind === "file")) return folder;
  }
  return root;
}

export function exampleFile(files: Files, folder: string): string {
  const known = examples.find((name) => files.stat(`${folder}/${name}`)?.kind === "file");
  return `${folder}/${known ?? ".env.example"}`;
}

/** What the .env file of a draft says of a name: free, the same value or reference, or something else. */
export function stateOf(
  draft: Draft,
  name: string,
  known: { value: Secret; reference: string },
): "free" | "same" | "other" {
  const entry = parseDotenv(draft.text).findLast((one) => one.name === name);
  if (entry === undefined || entry.value === "") return "free";
  return entry.value === known.reference || Secret.of(entry.value).equals(known.value) ? "same" : "other";
}

/** `NAME=<reference>` in .env: in place of the value or the empty line that is there, else at the end. */
export function withReference(draft: Draft, name: string, known: { value: Secret; reference: string }): Draft {
  const { reference } = known;
  const entry = parseDotenv(draft.text).findLast((one) => one.name === name);
  if (entry === undefined) return appended(draft, `${name}=${dotenvText(reference, "")}`, reference);
  if (entry.value === reference) return draft;
  const start = entry.start + entry.quote.length;
  const end = entry.end - entry.quote.length;
  const text = dotenvText(reference, entry.quote);
  if (start === end) return rewritten(draft, { edits: [{ start, end, text, role: "support" }], reference });
  return rewritten(draft, {
    edits: [{ start, end, text, role: "value" }],
    stored: { start, end, value: known.value },
    reference,
  });
}

/** The name alone, for the team: `NAME=`. */
export function withName(draft: Draft, name: string, reference: string): Draft {
  const isKnown = parseDotenv(draft.text).some((one) => one.name === name);
  return isKnown ? draft : appended(draft, `${name}=`, reference);
}

/** `.env` kept out of git; nothing when the rules say so already. */
export function withIgnored(draft: Draft, path: string, reference: string): Draft {
  return isIgnored(draft.text, path) ? draft : appended(draft, path, reference);
}

function appended(draft: Draft, line: string, reference: string): Draft {
  const newline = draft.text.includes("\r\n") ? "\r\n" : "\n";
  const gap = draft.text === "" || draft.text.endsWith("\n") ? "" : newline;
  const start = draft.text.length;
  const edits: readonly TextEdit[] = [{ start, end: start, text: `${gap}${line}${newline}`, role: "support" }];
  return rewritten(draft, { edits, reference });
}
