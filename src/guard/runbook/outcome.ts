/** `unknown`: what there is does not tell; it counts as little as `open`, and is no finding. */
export type LineState = "done" | "open" | "unknown";

/** How one line of the runbook stands, with the sentence that says why. */
export interface Outcome {
  readonly state: LineState;
  readonly evidence: string;
}

export const done = (evidence: string): Outcome => ({ state: "done", evidence });
export const open = (evidence: string): Outcome => ({ state: "open", evidence });
export const unknown = (evidence: string): Outcome => ({ state: "unknown", evidence });

/** The first three, and how many more. */
export function some(names: readonly string[], between = ", "): string {
  const shown = [...new Set(names)];
  const more = shown.length - 3;
  return `${shown.slice(0, 3).join(between)}${more > 0 ? ` and ${String(more)} more` : ""}`;
}

export const day = (at: string | number): string => new Date(at).toISOString().slice(0, 10);

const dayMs = 86_400_000;
export const daysSince = (at: string | number, now: number): number =>
  Math.floor((now - new Date(at).getTime()) / dayMs);
