import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Provider } from "../core/detect/rule.ts";
import { providers } from "../core/detect/rules/index.ts";
import type { ScanError } from "../guard/scan-report.ts";
import {
  faultOf,
  parseScanRules,
  providersOf,
  type ScanOverride,
  type ScanRule,
  scanRulesPath,
} from "../guard/scan-rules.ts";

/** What a project's rules file gives a scan. */
export interface ProjectRules {
  readonly providers: readonly Provider[];
  readonly overrides: readonly ScanOverride[];
  readonly errors: readonly ScanError[];
  /** Changes with the file; "" without one. */
  readonly hash: string;
}

const none: ProjectRules = { providers: [], overrides: [], errors: [], hash: "" };
const largest = 256 * 1024;

/** By the file's text, so that an edit holds from the next request on. */
const kept = new Map<string, ProjectRules>();

/** The rules of the project at `root`; what is wrong with them is told in `errors` and left out. */
export async function projectRules(root: string | undefined): Promise<ProjectRules> {
  const source = root === undefined ? undefined : textOf(join(root, scanRulesPath));
  if (source === undefined) return none;
  const known = kept.get(source);
  if (known !== undefined) return known;
  const made = await rulesOf(source);
  kept.clear();
  kept.set(source, made);
  return made;
}

async function rulesOf(source: string): Promise<ProjectRules> {
  const { rules, overrides, problems } = parseScanRules(source);
  const { slownessOf } = await import("./check-pattern.ts");
  const taken = new Set(providers.flatMap((provider) => [provider.id, ...provider.rules.map((rule) => rule.id)]));
  const faults: string[] = [...problems];
  const good: ScanRule[] = [];
  for (const rule of rules) {
    const fault = taken.has(rule.id)
      ? "there is a rule of this name already"
      : (faultOf(rule) ?? slownessOf(rule.pattern, rule.flags));
    taken.add(rule.id);
    if (fault === undefined) good.push(rule);
    else faults.push(`rule ${rule.id} is left out: ${fault}`);
  }
  return {
    providers: providersOf(good),
    overrides,
    errors: faults.map((message) => ({ path: scanRulesPath, message })),
    hash: createHash("sha256").update(source).digest("hex").slice(0, 16),
  };
}

function textOf(path: string): string | undefined {
  try {
    const stat = statSync(path); // a pipe under this name would hold the worker for ever
    return stat.isFile() && stat.size <= largest ? readFileSync(path, "utf8") : "not a file of up to 256 kB";
  } catch {
    return undefined; // there is none, as in most projects
  }
}
