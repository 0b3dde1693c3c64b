import type { Detection, Finding } from "../finding.ts";
import { wordsOf } from "./filters/key-words.ts";

const vague =
  /^(?:key|token|secret|password|pass|pwd|auth|authorization|bearer|value|data|credentials?|api key|apikey|api token|access token|authorization basic|user|u|p|header|x api key)$/;

const screaming = (text: string): string =>
  wordsOf(text)
    .replaceAll(" ", "_")
    .toUpperCase()
    .replace(/^(\d+)_/, "_$1");

/** An environment variable's name for a secret: from its key where that says enough, else from provider and kind. */
export function suggestedName({ name, classification }: Pick<Detection | Finding, "name" | "classification">): string {
  const { provider, kind } = classification;
  const own =
    name === undefined ? "" : wordsOf(name).replace(/^(?:this|self|config|options?|process env|settings) /, "");
  if (own !== "" && !vague.test(own)) return screaming(own).slice(0, 64);
  const owner =
    provider === "unknown" ||
    provider === "Command line" ||
    provider === "HTTP Basic" ||
    /url|key|token/i.test(provider)
      ? ""
      : provider;
  const what = own !== "" && owner !== "" && kind === "" ? own : kind;
  const words = wordsOf(`${owner} ${what}`).split(" ");
  return screaming(words.filter((word, at) => words.indexOf(word) === at).join(" ")).slice(0, 64) || "SECRET";
}
