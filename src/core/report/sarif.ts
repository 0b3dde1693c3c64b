import type { Finding, Tier } from "../finding.ts";
import { abilitiesOf, placeHashes, type ReportFacts, titleOf } from "./report-facts.ts";

const levels: Readonly<Record<Tier, "error" | "warning" | "note">> = {
  verified: "error",
  likely: "error",
  generic: "warning",
  weak: "note",
};

/** GitHub sorts by this number: 7 and more is high. */
const severities: Readonly<Record<Tier, string>> = { verified: "9.0", likely: "8.0", generic: "6.0", weak: "3.0" };

/** A SARIF 2.1.0 log of one scan (OASIS standard; read 2026-11-24). */
export function sarifLog(facts: ReportFacts): object {
  const rules = [...new Map(facts.findings.map((finding) => [finding.rule, finding])).values()];
  const numbers = new Map(rules.map(({ rule }, at) => [rule, at]));
  const hashes = placeHashes(facts);
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Leastkey", semanticVersion: facts.version, rules: rules.map(ruleOf) } },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: facts.errors.map(({ path, message }) => ({
              level: "warning",
              message: { text: `${path}: ${message}` },
            })),
          },
        ],
        results: facts.findings.map((finding, at) =>
          resultOf(finding, numbers.get(finding.rule) ?? 0, hashes[at] ?? ""),
        ),
      },
    ],
  };
}

function ruleOf(finding: Finding): object {
  return {
    id: finding.rule,
    shortDescription: { text: `${titleOf(finding)} in a file` },
    help: { text: "Take it out with 'leastkey move FILE:LINE', then rotate it." },
    defaultConfiguration: { level: levels[finding.tier] },
    properties: { tags: ["security", "secret"], "security-severity": severities[finding.tier] },
  };
}

function resultOf(finding: Finding, ruleIndex: number, placeHash: string): object {
  const { rule, tier, place, name, fingerprint, classification, commit } = finding;
  const { line: startLine, column: startColumn, endLine, endColumn } = place;
  const abilities = abilitiesOf(finding);
  return {
    ruleId: rule,
    ruleIndex,
    level: levels[tier],
    message: { text: `${titleOf(finding)}${name === undefined ? "" : ` in ${name}`}${abilities && `: ${abilities}`}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(place.path), uriBaseId: "%SRCROOT%" },
          region: { startLine, startColumn, endLine, endColumn },
        },
      },
    ],
    partialFingerprints: { "leastkeyPlace/v1": placeHash, "leastkeySecret/v1": fingerprint },
    properties: { tier, classification, ...(commit === undefined ? {} : { commit }) },
  };
}

/** A relative reference, as RFC 3986 wants it; a colon in the first part would read as a scheme. */
const uriOf = (path: string): string => path.split("/").map(encodeURIComponent).join("/");
