import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { AnchoredHead } from "../audit/anchor.ts";
import type { Home } from "./home.ts";
import { nodeFiles } from "./node-files.ts";
import { trailPaths } from "./trail-paths.ts";

/** One time that the head was kept outside, as this machine remembers it. */
export interface Anchor extends AnchoredHead {
  readonly time: number;
  readonly where: "git-note" | "otlp";
  readonly place: string; // the repository's folder, the collector's host
}

const anchorsPath = (home: Home): string => join(trailPaths(home).folder, "anchors.jsonl");

/** For the line "last anchored": when and where the head was last kept outside; undefined when it never was. */
export function lastAnchored(home: Home): Anchor | undefined {
  return anchors(home).at(-1);
}

/** The heads this machine remembers to have anchored, of one chain; `verifyHomeTrail` looks for them. */
export function anchors(home: Home): readonly Anchor[] {
  const text = nodeFiles().readText(anchorsPath(home)) ?? "";
  return text.split("\n").flatMap((line) => parseAnchor(line) ?? []);
}

export function recordAnchor(home: Home, anchor: Anchor): void {
  mkdirSync(trailPaths(home).folder, { recursive: true, mode: 0o700 });
  appendFileSync(anchorsPath(home), `${JSON.stringify(anchor)}\n`, { mode: 0o600, flush: true });
}

function parseAnchor(line: string): Anchor | undefined {
  if (line === "") return undefined;
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== "object" || value === null) return undefined;
    const { chain, sequence, hash, time, where, place } = value as Readonly<Record<string, unknown>>;
    if (typeof chain !== "string" || typeof sequence !== "number" || typeof hash !== "string") return undefined;
    if (typeof time !== "number" || typeof place !== "string") return undefined;
    return where === "git-note" || where === "otlp" ? { chain, sequence, hash, time, where, place } : undefined;
  } catch {
    return undefined; // torn by a crash
  }
}
