import { planReplacement } from "../core/edit/plan-replacement.ts";
import { probedName } from "../core/edit/replacement.ts";
import type { Detection } from "../core/finding.ts";
import type { Files, Fingerprinter } from "../core/ports.ts";
import type { Secret } from "../core/secret.ts";
import type { RefusedPlace } from "./move-plan.ts";

/** One place that can be edited, and what it would give to the vault. */
export interface Probe {
  readonly detection: Detection;
  readonly value: Secret; // what is stored: all of an address when its password was found
  readonly fingerprint: string;
  readonly kind: "reference" | "other";
  /** The name that the place asks for, where it does. */
  readonly variable: string | undefined;
}

export interface Probed {
  /** Places of the same value together, in the order found. */
  readonly groups: readonly (readonly [Probe, ...Probe[]])[];
  readonly refused: readonly RefusedPlace[];
}

/** Tries every place with a made-up name, before names and references are given out. */
export function probe(
  root: string,
  ports: { readonly files: Files; readonly fingerprinter: Fingerprinter },
  detections: readonly Detection[],
): Probed {
  const groups = new Map<string, [Probe, ...Probe[]]>();
  const refused: RefusedPlace[] = [];
  const texts = new Map<string, string | undefined>();
  for (const detection of detections) {
    const { path } = detection.place;
    if (!texts.has(path)) texts.set(path, ports.files.readText(`${root}/${path}`));
    const text = texts.get(path);
    if (text === undefined) {
      refused.push(refusedAt(detection, "the file is gone", "scan again"));
      continue;
    }
    const { value, place } = detection;
    const tried = planReplacement({ path, text, place, value, name: probedName, reference: "leastkey://a/b/c/d" });
    if (tried.kind === "refused") {
      refused.push(refusedAt(detection, tried.reason, tried.hint));
      continue;
    }
    const stored = tried.stored.value;
    const fingerprint = ports.fingerprinter.fingerprint(stored);
    const kind = tried.kind === "reference" ? "reference" : "other";
    const found: Probe = { detection, value: stored, fingerprint, kind, variable: tried.variable };
    const group = groups.get(fingerprint);
    if (group === undefined) groups.set(fingerprint, [found]);
    else group.push(found);
  }
  return { groups: [...groups.values()], refused };
}

export function refusedAt({ place, rule }: Detection, reason: string, hint: string): RefusedPlace {
  return { place, rule, reason, hint };
}
