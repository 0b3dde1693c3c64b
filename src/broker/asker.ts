import type { CredentialUse } from "../policy/request.ts";
import type { Pattern } from "./pattern.ts";

export type AskChoice = "once" | "a-while" | "session";

/** What a human is shown: the literal command or request, never a value. */
export interface Question {
  readonly agent: string;
  /** "confirmed": its process was seen; "likely": marks say so; "unknown". */
  readonly certainty: "confirmed" | "likely" | "unknown";
  readonly credential: string;
  readonly service: string;
  readonly environment: string;
  readonly use: CredentialUse | { readonly kind: "pattern"; readonly pattern: Pattern };
  readonly purpose: string | undefined;
  /** Why the policy wants a human. */
  readonly reason: string;
  readonly dies: string | undefined;
  /** What may be offered; narrower for what destroys and for what is asked about each time. */
  readonly choices: readonly AskChoice[];
  /** How long "a while" is. */
  readonly whileSeconds: number;
  /** Where the command would run. */
  readonly cwd: string | undefined;
}

export type Answer =
  | { readonly kind: AskChoice }
  | { readonly kind: "never" } // not in this session
  | { readonly kind: "not-now" } // closed, timed out
  | { readonly kind: "nobody"; readonly hint: string }; // there is no human to ask

export type Asker = (question: Question) => Promise<Answer>;

/** What asks when nobody is there. */
export const nobodyToAsk: Asker = () =>
  Promise.resolve({
    kind: "nobody",
    hint: "ask the user to open this folder in VS Code with Leastkey, or to run leastkey broker in a terminal",
  });
