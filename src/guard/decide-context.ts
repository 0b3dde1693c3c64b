import type { Detection } from "../core/finding.ts";
import type { Files, Fingerprinter } from "../core/ports.ts";
import type { TripwireKey } from "../core/tripwire.ts";
import type { Verdict } from "../core/verdict.ts";
import type { Knowledge } from "./decide-knowledge.ts";
import type { PolicyHome } from "./policy-home.ts";
import type { RulesHome, UserRule } from "./user-rules.ts";
import type { IndexHome } from "./write-index.ts";

/** What a decision is made with. The hook builds it from the real machine; tests from fakes. */
export interface DecideContext {
  readonly files: Files;
  readonly fingerprinter: Fingerprinter & TripwireKey;
  readonly home: IndexHome & PolicyHome & RulesHome & { readonly root: string };
  /** The user's home, for `~`. */
  readonly userHome: string;
  /** Why a path is secret by its name alone. */
  readonly secretByName: (path: string) => string | undefined;
  /** Finds secrets in a text that is about to be written, or in a file that no index knows. */
  readonly detect?: (path: string, text: string) => readonly Detection[];
  /** Whether the time for a decision is up: what is not judged by then is refused. */
  readonly isLate?: () => boolean;
  /** What was learnt of a folder, where this context serves one call. */
  readonly kept?: Map<string | undefined, Knowledge>;
  /** Somebody reads the notes. */
  readonly explain?: boolean;
  /** Whether the agent's environment may hold credentials; it does when that is not known. */
  readonly credentialsInEnvironment?: () => boolean;
}

/** A verdict with what it rests on, for the trail and for --explain. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly fingerprints: readonly string[];
  /** One sentence for each step that said something. */
  readonly notes: readonly string[];
  /** The user's own rule by which a call goes through that would be refused without it. */
  readonly allowedBy?: UserRule;
  /** Root of the workspace whose index was used. */
  readonly workspace?: string;
}
