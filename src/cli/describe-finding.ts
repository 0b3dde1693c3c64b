import type { Expiry, Finding } from "../core/finding.ts";
import type { Output } from "./output.ts";

/** One finding in two lines: where and what, then what it can do and why we say so. Never a value. */
export function describeFinding(finding: Finding, output: Output): string {
  const { place, classification } = finding;
  const where = output.style("bold", `${place.path}:${String(place.line)}:${String(place.column)}`);
  const what =
    classification.provider === "unknown" ? classification.kind : `${classification.provider} ${classification.kind}`;
  const name = finding.name === undefined ? "" : ` (${finding.name})`;
  const risk = classification.environment === "production" || classification.privilege === "omnibus" ? "red" : "yellow";
  return `${where}  ${output.style(risk, what)}${name}\n    ${abilities(finding).join(" · ")}`;
}

function abilities(finding: Finding): readonly string[] {
  const { classification, commit } = finding;
  const { environment, privilege, narrower, expiry, reasons } = classification;
  return [
    finding.tier,
    environment === "unknown" ? "environment unknown" : environment,
    privilege === "unknown"
      ? ""
      : privilege === "omnibus" && narrower !== undefined
        ? `omnibus: use ${narrower} instead`
        : privilege,
    expiryText(expiry),
    ...reasons,
    commit === undefined ? "" : `since commit ${commit.id.slice(0, 10)} of ${commit.at.slice(0, 10)}`,
  ].filter((text) => text !== "");
}

function expiryText(expiry: Expiry): string {
  switch (expiry.kind) {
    case "date":
      return `expires ${expiry.at.slice(0, 10)}`;
    case "temporary":
      return "short-lived";
    case "never":
      return "never expires";
    case "unknown":
      return "";
  }
}
