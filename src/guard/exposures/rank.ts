import type { Exposure, ExposurePlace } from "../../core/exposure/exposure.ts";
import type { Classification } from "../../core/finding.ts";
import { recogniseReference } from "../../core/reference.ts";
import { rotationOf } from "../move-rotation.ts";

export interface Recorded {
  readonly fingerprint: string;
  readonly label: string;
  readonly classification?: Classification;
  readonly places: readonly ExposurePlace[];
}

/** What to make new first: production, then what can do everything, then what never ends; then the most recorded. */
export function ranked(recorded: readonly Recorded[], now: number): readonly Exposure[] {
  return recorded
    .map((one) => ({ exposure: exposureOf(one, now), weight: weightOf(one, now) }))
    .toSorted(
      (a, b) =>
        b.weight - a.weight ||
        b.exposure.occurrences - a.exposure.occurrences ||
        a.exposure.since - b.exposure.since ||
        (a.exposure.fingerprint < b.exposure.fingerprint ? -1 : 1),
    )
    .map(({ exposure }) => exposure);
}

function exposureOf(recorded: Recorded, now: number): Exposure {
  const { places } = recorded;
  return {
    ...recorded,
    occurrences: places.reduce((sum, { occurrences }) => sum + occurrences, 0),
    since: Math.min(...places.map(({ since }) => since)),
    agents: [...new Set(places.map(({ agent }) => agent))].toSorted(),
    reasons: reasonsOf(recorded, now),
    rotation: rotation(recorded),
  };
}

/** A reference names its environment: leastkey://project/environment/provider/name. */
const isProduction = ({ classification, label }: Recorded): boolean =>
  classification?.environment === "production" || /\(production\)|:\/\/[^/]+\/prod(?:uction)?\//.test(label);

function isOver({ classification }: Recorded, now: number): boolean {
  const expiry = classification?.expiry;
  return expiry?.kind === "date" && Date.parse(expiry.at) <= now;
}

function weightOf(recorded: Recorded, now: number): number {
  if (isOver(recorded, now)) return -1;
  const { classification } = recorded;
  const isHarmless = classification?.environment === "test" || classification?.expiry.kind === "temporary";
  return (
    (isProduction(recorded) ? 8 : 0) +
    (classification?.privilege === "omnibus" ? 4 : 0) +
    (classification?.expiry.kind === "never" ? 2 : 0) +
    (isHarmless ? 0 : 1)
  );
}

function reasonsOf(recorded: Recorded, now: number): readonly string[] {
  const { classification } = recorded;
  return [
    isProduction(recorded) ? "production" : "",
    classification?.environment === "test" ? "test" : "",
    classification?.privilege === "omnibus" ? "can do everything" : "",
    classification?.expiry.kind === "never" ? "never expires" : "",
    classification?.expiry.kind === "temporary" ? "short-lived" : "",
    isOver(recorded, now) ? "has expired" : "",
  ].filter((reason) => reason !== "");
}

function rotation({ label, classification }: Recorded): Exposure["rotation"] {
  const provider = classification?.provider ?? label;
  const isStored = recogniseReference(label) !== undefined;
  const { page } = rotationOf(provider, label);
  const where = page === undefined ? "where it was issued" : `at ${page}`;
  const store = isStored ? `, store it with: leastkey vault set ${label} --yes` : ", put it where the old one is used";
  return {
    ...(page === undefined ? {} : { page }),
    detail: `issue a new one ${where}${store}, then revoke the old one`,
  };
}
