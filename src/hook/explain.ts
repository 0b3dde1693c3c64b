import type { Payload } from "../core/tool-call/payload.ts";
import type { Judgement } from "../guard/decide-context.ts";
import type { Answer } from "./answer.ts";

/** The reasoning for people; it names paths and rules, and no part of a command or of a value. */
export function explanation({ form, phase, call }: Payload, judgement: Judgement): Answer {
  const { verdict, notes } = judgement;
  const lines = [
    `agent    ${call.agent} (event ${call.event || "unnamed"}, answers in the form "${form}")`,
    `call     ${call.call.kind} by tool ${call.tool.slice(0, 80) || "unnamed"}${phase === "before" ? "" : `, ${phase}`}`,
    `folder   ${call.cwd ?? "not told"}`,
    ...notes.map((note) => `step     ${note}`),
    `verdict  ${verdict.kind}${verdict.kind === "allow" ? "" : `, rule ${verdict.rule}`}`,
    ...(verdict.kind === "allow" ? [] : [`         ${verdict.kind === "ask" ? verdict.question : verdict.reason}`]),
  ];
  return { stdout: `${lines.join("\n")}\n`, stderr: "", exitCode: verdict.kind === "deny" ? 2 : 0 };
}
