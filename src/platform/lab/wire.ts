/** A tool call that the scripted model makes. */
export interface ScriptedCall {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** What the model says to one request: a tool call with its number in the script, or a closing text. */
export type Reply =
  | { readonly kind: "call"; readonly step: number; readonly call: ScriptedCall }
  | { readonly kind: "text"; readonly text: string };

/** A request to the model in whichever API. */
export interface ModelRequest {
  readonly stream: boolean;
  readonly tools: readonly string[];
  /** Steps that were made already; a retry or a restart never desynchronises the script. */
  readonly made: number;
  readonly results: readonly { readonly step: number; readonly text: string }[];
  /** Everything but tool calls and their results: what the agent sends of its own accord. */
  readonly rest: string;
}

export interface Answered {
  readonly type: "application/json" | "text/event-stream";
  readonly body: string;
}

/** One model API: how its requests read and how its answers are spelt. */
export interface Protocol {
  readonly name: string;
  readonly matches: (path: string) => boolean;
  readonly read: (body: Fields, path: string) => ModelRequest;
  readonly write: (reply: Reply, stream: boolean) => Answered;
}

export type Fields = Readonly<Record<string, unknown>>;

export const fields = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** The step number travels in the call's id, so that nothing has to be remembered between requests. */
export const callId = (step: number, prefix: "call" | "toolu" | "fc" = "call"): string =>
  `${prefix}_lab_${String(step)}_x${String(step)}`;

export function stepOf(id: unknown): number | undefined {
  const found = /^(?:call|toolu|fc)_lab_(\d+)_/.exec(text(id))?.[1];
  return found === undefined ? undefined : Number(found);
}

export const json = (body: unknown): Answered => ({ type: "application/json", body: JSON.stringify(body) });

/** Server-sent events: data alone, or with the event's name above it. */
export function events(all: readonly unknown[], named: boolean, done = ""): Answered {
  const lines = all.map(
    (event) => `${named ? `event: ${text(fields(event)["type"])}\n` : ""}data: ${JSON.stringify(event)}\n\n`,
  );
  return { type: "text/event-stream", body: lines.join("") + done };
}

/** Results by step, those without a number left out; and the highest number seen plus one. */
export function madeOf(ids: readonly unknown[]): number {
  return Math.max(-1, ...ids.map(stepOf).filter((step) => step !== undefined)) + 1;
}

export const flat = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value ?? ""));
