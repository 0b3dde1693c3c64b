import { writeSync } from "node:fs";
import { homedir } from "node:os";
import type { AuditEvent } from "../audit/event.ts";
import { secretByName } from "../core/detect/secret-names.ts";
import { messageOf } from "../core/errors.ts";
import { slashed } from "../core/paths.ts";
import { mayHoldCredential } from "../core/shell/commands.ts";
import { type PayloadFailure, parsePayload } from "../core/tool-call/parse-payload.ts";
import type { Payload } from "../core/tool-call/payload.ts";
import { judge } from "../guard/decide.ts";
import type { DecideContext, Judgement } from "../guard/decide-context.ts";
import { leftOutNote } from "../guard/decide-reason.ts";
import { machineFingerprinter } from "../platform/fingerprint.ts";
import { beat } from "../platform/heartbeat.ts";
import { type Home, leastkeyHome } from "../platform/home.ts";
import { nodeFiles } from "../platform/node-files.ts";
import { systemClock } from "../platform/system-clock.ts";
import { openTrail } from "../platform/trail-file.ts";
import { type Answer, answerTo, redactedAnswer, refusal, rewrittenAnswer } from "./answer.ts";
import { batchAnswer, batchIn } from "./batch.ts";
import { detectEdits } from "./detect-edits.ts";
import { explanation } from "./explain.ts";
import { readStdin } from "./read-stdin.ts";
import { eventOf, redactorFor } from "./record.ts";
import { rewriteOf } from "./rewrite.ts";
import { warm } from "./warm-up.ts";

/**
 * Agents give a hook 5 to 10 seconds, and most run the call when it takes longer. Judging stops by itself when this is
 * over; what is left then is for recording.
 */
const judgingMs = 2500;

/** `hook AGENT [EVENT] [--explain]`: the payload on stdin, the verdict on stdout in the agent's own form. */
export async function hookMain(args: readonly string[]): Promise<void> {
  const answer = respond(args);
  if (answer.stdout !== "") writeSync(1, answer.stdout);
  if (answer.stderr !== "") writeSync(2, answer.stderr);
  process.exitCode = answer.exitCode;
  await Promise.resolve();
}

/** Runs what most calls run, for the code cache to hold it. */
export function warmUp(): void {
  warm(contextOf(leastkeyHome()));
}

/** One call's answer, or those of a batch. */
function respond(args: readonly string[]): Answer {
  const agent = args.find((arg) => !arg.startsWith("-")) ?? "unknown";
  try {
    const started = now();
    const text = readStdin();
    const batch = text === undefined ? undefined : batchIn(text);
    if (batch === undefined) return answerFor(text, agent, { started, explain: args.includes("--explain") });
    return batchAnswer(batch, (one) => answerFor(one, agent, { started: now(), explain: false }));
  } catch {
    return refusal(
      "Leastkey: the call could not be read, so it is refused; ask the user to run leastkey doctor.",
      formOf(agent),
    );
  }
}

/** Every failure is an answer: what cannot be judged is refused, in the words of whoever called as far as is known. */
function answerFor(text: string | undefined, agent: string, call: Call): Answer {
  let payload: Payload | undefined;
  try {
    const parsed = text === undefined ? "too-large" : parsePayload(text);
    if (typeof parsed === "string") return refusal(unreadable[parsed], formOf(agent));
    payload = named(parsed, agent);
    return handle(payload, call);
  } catch (error) {
    const reason = `Leastkey: the guard failed (${safeMessage(error)}), so the call is refused; ask the user to run leastkey doctor.`;
    return payload === undefined ? refusal(reason, formOf(agent)) : answerTo(payload, failure(reason));
  }
}

const failure = (reason: string) => ({ kind: "deny", rule: "guard-failure", reason, about: [] }) as const;

const unreadable: Readonly<Record<PayloadFailure, string>> = {
  "too-large": "Leastkey: this call is larger than 4 MiB and cannot be judged; split it.",
  "not-json": "Leastkey: the call was not sent as JSON, so it cannot be judged; ask the user to run leastkey doctor.",
  "unknown-shape":
    "Leastkey: the call has a shape that this version does not know, so it is refused; ask the user to update Leastkey.",
};

/** Where the payload cannot be read the argument says how the caller wants to hear it. */
function formOf(agent: string): Payload["form"] {
  if (agent === "cline") return "cancel";
  if (agent === "antigravity") return "antigravity";
  return "exit-code";
}

/** A message of ours names paths only; anything else is not passed on, it could hold a part of the payload. */
function safeMessage(error: unknown): string {
  return error instanceof Error && error.name === "LeastkeyError" ? messageOf(error) : "an internal error";
}

/** Kilo and OpenCode, and other forks, send the same shape: there the argument tells them apart. */
function named(payload: Payload, agent: string): Payload {
  if (payload.form !== "plugin" || !/^[a-z][a-z0-9-]{1,30}$/.test(agent)) return payload;
  return { ...payload, call: { ...payload.call, agent } };
}

interface Call {
  readonly started: number;
  readonly explain: boolean;
}

function handle(payload: Payload, { started, explain }: Call): Answer {
  const home = leastkeyHome();
  if (payload.phase === "other") {
    leaveBeat(home, payload, started);
    return answerTo(payload, { kind: "allow" });
  }
  const context = { ...contextOf(home), isLate: () => now() - started > judgingMs, kept: new Map(), explain };
  if (payload.phase === "after") return afterwards(payload, context, { home, started });
  const judgement = judge(payload.call, context);
  const verdict =
    judgement.verdict.kind !== "deny" && context.isLate()
      ? failure("Leastkey: judging took too long; try again when the machine is less busy, or make the call smaller.")
      : judgement.verdict;
  if (explain) return explanation(payload, { ...judgement, verdict });
  const rewrite = rewriteOf(payload, verdict, context);
  if (rewrite !== undefined) {
    const event = eventOf(payload, { ...judgement, verdict }, durationSince(started));
    const reason = leftOutNote(rewrite.about);
    record(home, { ...event, outcome: "allowed", reason }, { context, payload });
    leaveBeat(home, payload, started);
    return rewrittenAnswer(payload, rewrite);
  }
  const worthRecording =
    verdict.kind !== "allow" || judgement.fingerprints.length > 0 || judgement.allowedBy !== undefined;
  if (worthRecording)
    record(home, eventOf(payload, { ...judgement, verdict }, durationSince(started)), { context, payload });
  leaveBeat(home, payload, started);
  return answerTo(payload, verdict);
}

/** Milliseconds. `performance` would load a module of node's for it. */
const now = (): number => Number(process.hrtime.bigint()) / 1e6;

const durationSince = (started: number): number => Math.round((now() - started) * 10) / 10;

/** Never stops a call: a heartbeat that cannot be written shows in `doctor` as a hook that does not run. */
function leaveBeat(home: Home, { call }: Payload, started: number): void {
  try {
    beat(home, call.agent, { at: new Date().toISOString(), durationMs: durationSince(started) });
  } catch (error) {
    process.stderr.write(`leastkey: the heartbeat could not be written (${safeMessage(error)})\n`);
  }
}

function contextOf(home: Home): DecideContext {
  return {
    files: nodeFiles(),
    fingerprinter: machineFingerprinter(home),
    home,
    userHome: slashed(homedir()),
    secretByName,
    detect: detectEdits(home.caches),
    credentialsInEnvironment: () => Object.keys(process.env).some(mayHoldCredential),
  };
}

/** On the trail before the answer is printed; what cannot be recorded throws, and is refused. */
function record(home: Home, event: AuditEvent, { context, payload }: Recording): void {
  openTrail(home, systemClock, { redact: redactorFor(payload.call, context) }).append(event);
}

interface Recording {
  readonly context: DecideContext;
  readonly payload: Payload;
}

interface Place {
  readonly home: Home;
  readonly started: number;
}

/** What a tool gave is searched, and the values taken out of it where the agent lets us. */
function afterwards(payload: Payload, context: DecideContext, { home, started }: Place): Answer {
  const { redactOutput } = redactorFor(payload.call, context);
  const redacted = redactOutput(payload.output);
  leaveBeat(home, payload, started);
  if (!redacted.changed) return answerTo(payload, { kind: "allow" });
  const answer = redactedAnswer(payload, redacted.value);
  const judgement: Judgement = { verdict: { kind: "allow" }, fingerprints: redacted.fingerprints, notes: [] };
  const event = eventOf(payload, judgement, durationSince(started));
  const reason =
    answer === undefined
      ? "the output held a credential and this agent takes no redaction"
      : "a credential was taken out of the output";
  record(home, { ...event, outcome: answer === undefined ? "failed" : "done", reason }, { context, payload });
  return answer ?? answerTo(payload, { kind: "allow" });
}
