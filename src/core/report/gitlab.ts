import type { Finding, Tier } from "../finding.ts";
import { abilitiesOf, placeHashes, type ReportFacts, titleOf } from "./report-facts.ts";

export interface GitlabFacts extends ReportFacts {
  /** Milliseconds since 1970. */
  readonly started: number;
  readonly ended: number;
  /** The commit checked out; GitLab's own analyzer writes zeros where there is none. */
  readonly head: string | undefined;
}

const severities: Readonly<Record<Tier, "Critical" | "Medium" | "Low">> = {
  verified: "Critical",
  likely: "Critical",
  generic: "Medium",
  weak: "Low",
};

/** GitLab's secret detection report, schema 15.0.4, which GitLab 15 to 18 read (2026-11-24). */
export function gitlabReport(facts: GitlabFacts): object {
  const program = { id: "leastkey", name: "Leastkey", version: facts.version, vendor: { name: "Leastkey" } };
  const hashes = placeHashes(facts);
  return {
    version: "15.0.4",
    scan: {
      analyzer: program,
      scanner: program,
      type: "secret_detection",
      start_time: timeOf(facts.started),
      end_time: timeOf(facts.ended),
      status: "success",
      messages: facts.errors.map(({ path, message }) => ({ level: "warn", value: `${path}: ${message}` })),
    },
    vulnerabilities: facts.findings.map((finding, at) => vulnerability(finding, hashes[at] ?? "", facts.head)),
  };
}

function vulnerability(finding: Finding, hash: string, head: string | undefined): object {
  const { rule, tier, place, commit } = finding;
  const title = titleOf(finding);
  return {
    id: uuidOf(hash),
    category: "secret_detection",
    name: title,
    description: abilitiesOf(finding) || title,
    severity: severities[tier],
    solution: "Take it out with 'leastkey move FILE:LINE', then rotate it.",
    identifiers: [{ type: "leastkey_rule_id", name: `Leastkey rule ${rule}`, value: rule }],
    location: {
      file: place.path,
      start_line: place.line,
      end_line: place.endLine,
      commit: commit === undefined ? { sha: head ?? "0".repeat(40) } : { sha: commit.id, date: commit.at },
    },
  };
}

/** The form that GitLab recommends, made of a hash: the same finding has the same id in the next report. */
const uuidOf = (hash: string): string =>
  [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`, `8${hash.slice(17, 20)}`, hash.slice(20, 32)].join(
    "-",
  );

const timeOf = (at: number): string => new Date(at).toISOString().slice(0, 19);
