/** What one agent's tool call is about, whatever the agent calls its tools. */
export type ToolCall =
  | { readonly kind: "read"; readonly paths: readonly string[] }
  | {
      readonly kind: "search";
      readonly paths: readonly string[];
      readonly glob?: string;
      readonly pattern?: string /** It gives names or counts, no content. */;
      readonly names?: boolean;
    }
  | { readonly kind: "list"; readonly paths: readonly string[]; readonly glob?: string }
  | { readonly kind: "edit"; readonly paths: readonly string[]; readonly text: readonly string[] }
  | { readonly kind: "shell"; readonly commands: readonly string[] }
  | { readonly kind: "mcp"; readonly tool: string }
  | { readonly kind: "fetch"; readonly url: string }
  | { readonly kind: "prompt"; readonly text: string }
  | { readonly kind: "unknown" };

/** A parsed payload: the call, where it runs, and every string in it for the tripwire. */
export interface AgentCall {
  readonly agent: string; // registry id of the agent that really called, told from the payload
  readonly event: string; // the agent's own event name, "PreToolUse"
  readonly tool: string; // the agent's own tool name, "Read"
  readonly call: ToolCall;
  readonly cwd?: string;
  readonly session?: string;
  /** Every string value of the tool's input, in order. */
  readonly strings: readonly string[];
}

/** Why a call was refused or held; ids are stable and stand on the audit trail. */
export type VerdictRule =
  | "protected-path"
  | "protected-tree"
  | "tripwire"
  | "environment-dump"
  | "unparsable"
  | "destructive"
  | "credential-print" // a vault, a cloud tool or git told to print a credential
  | "environment-firewall"
  | "inline-secret"
  | "user-rule" // the user forbade exactly this
  | "guard-failure"
  | "guard-tampering";

export type Verdict =
  | { readonly kind: "allow" }
  | { readonly kind: "ask"; readonly rule: VerdictRule; readonly question: string; readonly about: readonly string[] }
  | { readonly kind: "deny"; readonly rule: VerdictRule; readonly reason: string; readonly about: readonly string[] };
