import { mayHoldCredential } from "./commands.ts";
import type { Run } from "./types.ts";

const dumps =
  /(?:get-childitem|gci|dir|ls)\s+(?:-path\s+)?env:\\?(?:\*)?(?=\s|$|[|;)])|getenvironmentvariables\s*\(|^\s*set\s*$|[&|]\s*set\s*$|cmd(?:\.exe)?\s+\/c\s+set\s*$|\bget-item\s+env:\*/im;
const namesOnlyAfter = /select(?:-object)?\s+(?:-expandproperty\s+|-property\s+)?(?:key|name)\b|\.(?:name|keys)\b/i;
const named = /\$env:(\w+)|%(\w+)%|(?:get-item|gi)\s+(?:-path\s+)?env:(\w+)|getenvironmentvariable\s*\(\s*["'](\w+)/gi;
/** A value that no variable takes is printed. */
const prints =
  /^\s*\(?\s*(?:\$env:\w+|(?:write-(?:host|output)|echo)\b|(?:get-item|gi)\s+(?:-path\s+)?env:|\[(?:system\.)?environment\]::getenvironmentvariable\b)/im;

/** What shows the values of variables, of all or of those that may hold a credential. */
export function windowsEnvironment(run: Run, source: string): void {
  if (!run.world.credentialsInEnvironment()) return;
  const shown = [...source.matchAll(named)].map((match) => match.slice(1).find((name) => name !== undefined) ?? "");
  if ((dumps.test(source) && !namesOnlyAfter.test(source)) || (prints.test(source) && shown.some(mayHoldCredential)))
    run.concerns.push({ rule: "environment-dump", about: [], advice: "names-only" });
}
