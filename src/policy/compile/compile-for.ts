import type { LabelRule, Passport } from "../passport.ts";
import { agentcorePolicy } from "./agentcore.ts";
import { awsSessionPolicy } from "./aws-session.ts";
import { claudeCodeSettings } from "./claude-code.ts";
import { codexRules } from "./codex.ts";
import { passportAsCedar } from "./passport-as-cedar.ts";
import { vaultPolicy } from "./vault.ts";

export type CompileTarget = "claude-code" | "codex" | "vault" | "aws-session" | "agentcore" | "cedar";

export interface CompileInput {
  readonly passport: Passport;
  readonly labels: readonly LabelRule[];
  /** For vault: where the KV engine, version 2, is mounted. */
  readonly mount: string;
  /** For agentcore: the gateway's ARN. */
  readonly gateway: string | undefined;
}

/** One passport in another system's own form, as text for a file; ends with a newline. */
export function compileFor(target: CompileTarget, input: CompileInput): string {
  switch (target) {
    case "claude-code":
      return claudeCodeSettings(input.passport);
    case "codex":
      return codexRules(input.passport);
    case "vault":
      return vaultPolicy(input.passport, input.mount);
    case "aws-session":
      return awsSessionPolicy(input.passport);
    case "agentcore":
      return agentcorePolicy(input.passport, input.gateway);
    case "cedar":
      return passportAsCedar(input.passport);
  }
}
