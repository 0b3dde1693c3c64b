import { Secret } from "../secret.ts";
import { dotenvText, parseDotenv } from "./dotenv.ts";
import { inComment, mismatch, unverified } from "./refusals.ts";
import { applyEdits, type Refusal, type Replacement, type ReplacementRequest, type TextEdit } from "./replacement.ts";

/** `KEY=<reference>`, quotes, comments and `export` as they were. A part of a value takes the whole value along. */
export function replaceInEnvFile(request: ReplacementRequest): Replacement | Refusal {
  const { text, place, value, reference } = request;
  const entries = parseDotenv(text);
  const entry = entries.find(({ start, end }) => start <= place.start && end >= place.end);
  if (entry === undefined) return /^[ \t]*#/m.test(lineAt(text, place.start)) ? inComment() : mismatch();
  const start = entry.start + entry.quote.length;
  const end = entry.end - entry.quote.length;
  const isFound = Secret.of(text.slice(place.start, place.end)).equals(value) || Secret.of(entry.value).equals(value);
  if (!isFound) return mismatch();
  const edits: readonly TextEdit[] = [{ start, end, text: dotenvText(reference, entry.quote), role: "value" }];
  const after = parseDotenv(applyEdits(text, edits));
  const isSame =
    after.length === entries.length &&
    after.every(({ name, value: now }, index) => {
      const was = entries[index];
      return was?.name === name && now === (was === entry ? reference : was.value);
    });
  if (!isSame) return unverified(".env file");
  return {
    kind: "reference",
    edits,
    stored: { start, end, value: Secret.of(entry.value) },
    verifiedBy: ".env entries",
  };
}

function lineAt(text: string, at: number): string {
  const end = text.indexOf("\n", at);
  return text.slice(text.lastIndexOf("\n", at - 1) + 1, end === -1 ? text.length : end);
}
