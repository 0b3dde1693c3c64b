import type { AuditEvent } from "../audit/event.ts";
import { type RedactedValue, redactText, redactValue } from "../core/redact.ts";
import type { Payload } from "../core/tool-call/payload.ts";
import type { AgentCall } from "../core/verdict.ts";
import type { DecideContext, Judgement } from "../guard/decide-context.ts";
import { knowledgeOf } from "../guard/decide-knowledge.ts";
import { pathsNamed } from "../guard/decide-named-paths.ts";

export interface Redactor {
  (text: string): string;
  readonly redactOutput: (output: unknown) => RedactedValue;
}

/**
 * What every credential that a provider's shape proves has: a long run of letters and digits, a login in a URL, or a
 * PEM header. Without one the detection rules are not loaded, which takes longer than all the rest of a call.
 */
const couldHoldCredential = /[A-Za-z0-9+]{14,}|:\/\/[^\s/]*:[^\s/]*@|-----BEGIN/;

/** Takes out known values, in every form, and what the detector is sure of. */
export function redactorFor(call: AgentCall, context: DecideContext): Redactor {
  const wire = knowledgeOf(call.cwd, context).tripwire(pathsNamed(call, context.userHome));
  const find = (text: string) =>
    (couldHoldCredential.test(text) ? (context.detect?.("output.txt", text) ?? []) : [])
      .filter((one) => one.tier === "verified" || one.tier === "likely")
      .map((one) => ({
        start: one.place.start,
        end: one.place.end,
        label: `${one.classification.provider} ${one.classification.kind} removed by Leastkey`,
      }));
  const one = (text: string) => redactText(text, wire, find);
  const recorded = (text: string) => redactText(text, wire, (whole) => [...headerValues(whole), ...find(whole)]);
  return Object.assign((text: string) => recorded(text).text, {
    redactOutput: (output: unknown) => redactValue(output, one),
  });
}

/** What stands in an Authorization header is a credential, whatever it looks like; a variable is none. */
const inHeader = /authorization["']?\s*[:=]\s*["']?(?:bearer|basic|token|apikey)\s+(?![$<{%])([^\s"'\\]{6,})/gi;

function headerValues(
  text: string,
): readonly { readonly start: number; readonly end: number; readonly label: string }[] {
  return [...text.matchAll(inHeader)].map((match) => {
    const end = match.index + match[0].length;
    return { start: end - (match[1] ?? "").length, end, label: "authorization header removed by Leastkey" };
  });
}

/** Commands on the trail are short enough to read. */
const longestCommand = 2000;

export function eventOf({ call }: Payload, judgement: Judgement, durationMs: number): AuditEvent {
  const { verdict, allowedBy } = judgement;
  const kind = call.call;
  const command = kind.kind === "shell" ? kind.commands.join("\n").slice(0, longestCommand) : undefined;
  const paths = "paths" in kind ? kind.paths : undefined;
  const byUser = allowedBy === undefined ? {} : { rule: "user-rule", reason: `by the user's rule ${allowedBy.id}` };
  const told = verdict.kind === "allow" ? byUser : { rule: verdict.rule, reason: reasonOf(verdict) };
  return {
    action: "tool.call",
    outcome: verdict.kind === "allow" ? "allowed" : verdict.kind === "ask" ? "asked" : "denied",
    agent: call.agent,
    attribution: "confirmed",
    tool: call.tool,
    durationMs,
    ...told,
    ...(call.session === undefined ? {} : { session: call.session }),
    ...(command === undefined ? {} : { command }),
    ...(paths === undefined || paths.length === 0 ? {} : { paths: paths.slice(0, 20) }),
    ...(judgement.fingerprints.length === 0 ? {} : { credentials: judgement.fingerprints }),
    ...(call.cwd === undefined ? {} : { cwd: call.cwd }),
    ...(judgement.workspace === undefined ? {} : { workspace: judgement.workspace }),
  };
}

function reasonOf(verdict: Exclude<Judgement["verdict"], { kind: "allow" }>): string {
  return verdict.kind === "ask" ? verdict.question : verdict.reason;
}
