import { isAbsolute, resolvePath, slashed } from "../core/paths.ts";
import type { AgentCall } from "../core/verdict.ts";

/** A call that names more places than this is a listing; the folder it runs in is looked at whatever it names. */
const most = 60;

/**
 * The absolute paths that a call names, in its tool's path fields or anywhere in its text: their workspaces' known
 * values are looked for too, because an agent can act on one project from another's folder.
 */
export function pathsNamed(call: AgentCall, userHome: string): readonly string[] {
  const fields = "paths" in call.call ? call.call.paths.map((path) => slashed(path)) : [];
  const inText = call.strings
    .slice(0, 200)
    .flatMap((text) => [
      ...text.slice(0, 65_536).matchAll(/(?:^|[\s"'`=:(<>])((?:~\/|\/|[A-Za-z]:[\\/])[^\s"'`;|&<>()]+)/g),
    ])
    .map((match) => slashed(match[1] ?? ""));
  const whole = [...fields, ...inText]
    .map((path) => (path.startsWith("~/") ? `${userHome}${path.slice(1)}` : path))
    .filter((path) => path.length <= 4096 && !path.includes("\0") && isAbsolute(path))
    .map((path) => resolvePath("/", path));
  return [...new Set(whole)].slice(0, most);
}
