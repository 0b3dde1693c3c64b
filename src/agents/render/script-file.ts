import type { ScriptFile } from "../agent.ts";
import type { HookCommand } from "../hook-command.ts";

const mark = "leastkey:generated";

/** true when a file is one that we wrote, whatever became of it since. */
export const isGenerated = (text: string): boolean => text.includes(mark);

/** The whole text of a script that calls the launcher from inside, or for, an agent without hook settings. */
export function scriptText(kind: ScriptFile["script"], command: HookCommand): string {
  switch (kind) {
    case "opencode-plugin":
      return openCodePlugin(command);
    case "amp-plugin":
      return ampPlugin(command);
    case "pi-extension":
      return piExtension(command);
    case "cline-hook":
      return clineHook(command);
  }
}

/** Shared by all plugin forms: runs the launcher and reads its answer. Plain ES modules. */
function askLauncher(command: HookCommand): string {
  return `import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const required = ${String(command.require)};
let told = false;

function launcher() {
  const data = process.platform === "win32"
    ? process.env.LOCALAPPDATA ?? join(homedir(), "AppData", "Local")
    : process.platform === "darwin"
      ? join(homedir(), "Library", "Application Support")
      : process.env.XDG_DATA_HOME ?? join(homedir(), ".local", "share");
  const bin = join(process.env.LEASTKEY_HOME ?? join(data, "leastkey"), "bin");
  return [join(bin, process.platform === "win32" ? "leastkey.cmd" : "leastkey")].find((path) => existsSync(path));
}

// What to do about a call: {} lets it be, { deny } gives the reason against it, { output } what may be seen of a result.
// Whatever goes wrong with an installed Leastkey refuses.
function verdict(payload) {
  const path = launcher();
  if (path === undefined) {
    if (required) return { deny: "this project requires Leastkey, which is not installed here" };
    if (!told) console.error("leastkey: not installed here, so calls are not checked for credentials");
    told = true;
    return {};
  }
  const broken = { deny: "the Leastkey launcher failed, so the call is refused; run leastkey doctor" };
  const run = spawnSync(path, ["hook", "${command.agent}"], {
    input: JSON.stringify({ agent: "${command.agent}", ...payload }),
    encoding: "utf8",
    timeout: 10000,
    maxBuffer: 64 * 1024 * 1024,
    windowsHide: true,
    shell: process.platform === "win32",
  });
  if (run.status !== 0 && run.status !== 2) return broken;
  let answer = {};
  try {
    if (run.stdout.trim() !== "") answer = JSON.parse(run.stdout);
  } catch {
    return broken;
  }
  if (answer === null || typeof answer !== "object") return broken;
  if (run.status === 2 && typeof answer.deny !== "string") return { deny: run.stderr.trim() || "refused by Leastkey" };
  return answer;
}
`;
}

/** OpenCode and Kilo: throwing refuses the call, and the model sees the message (agents.md, section 18, seen live). */
function openCodePlugin(command: HookCommand): string {
  return `// ${mark}: written by Leastkey, taken out by: leastkey unprotect
${askLauncher(command)}
export const Leastkey = async ({ directory }) => ({
  "tool.execute.before": async (input, output) => {
    const { deny } = verdict({ hook: "tool.execute.before", directory, input, output: { args: output.args } });
    if (deny !== undefined) throw new Error(deny);
  },
  "tool.execute.after": async (input, output) => {
    if (typeof output.output !== "string") return;
    const seen = verdict({ hook: "tool.execute.after", directory, input, output: { output: output.output } });
    if (typeof seen.output === "string") output.output = seen.output;
    else if (seen.deny !== undefined) output.output = seen.deny;
  },
});
`;
}

/** Amp: written from its documentation; the fields of `event` were not seen (agents.md, section 19). */
function ampPlugin(command: HookCommand): string {
  return `// ${mark}: written by Leastkey, taken out by: leastkey unprotect
${askLauncher(command)}
export default function (amp) {
  amp.on("tool.call", async (event) => {
    const tool = event.tool ?? event.name;
    const { deny } = verdict({ hook: "tool.call", cwd: process.cwd(), tool, input: event.input });
    return deny === undefined ? { action: "allow" } : { action: "reject-and-continue", message: deny };
  });
}
`;
}

/** Pi: `{ block: true, reason }` refuses, and what a result's handler returns stands in its place (seen with 0.73.1). */
function piExtension(command: HookCommand): string {
  return `// ${mark}: written by Leastkey, taken out by: leastkey unprotect
${askLauncher(command)}
const call = ({ type, toolName, toolCallId, input }) => ({ type, toolName, toolCallId, input, cwd: process.cwd() });

export default function (pi) {
  pi.on("tool_call", async (event) => {
    const { deny } = verdict(call(event));
    return deny === undefined ? undefined : { block: true, reason: deny };
  });
  pi.on("tool_result", async (event) => {
    const texts = (event.content ?? []).filter(({ type }) => type === "text");
    if (texts.length === 0) return undefined;
    const seen = verdict({ ...call(event), content: texts.map(({ text }) => text).join("\\n") });
    const text = seen.output ?? seen.deny;
    return typeof text === "string" ? { content: [{ type: "text", text }], details: {} } : undefined;
  });
}
`;
}

/** Cline looks at stdout alone, so the launcher's own failure must be spelt as a cancellation. */
function clineHook(command: HookCommand): string {
  const cancel = (message: string): string => `printf '%s\\n' '{"cancel":true,"errorMessage":"${message}"}'; exit 0`;
  const absent = command.require
    ? cancel("this project requires Leastkey, which is not installed here")
    : `echo "leastkey: not installed here, so this call was not checked for credentials" >&2\n  printf '%s\\n' '{"cancel":false}'; exit 0`;
  return `#!/bin/sh
# ${mark}: written by Leastkey, taken out by: leastkey unprotect
if [ -n "\${LEASTKEY_HOME:-}" ]; then set -- "$LEASTKEY_HOME"; else
  set -- "\${XDG_DATA_HOME:-$HOME/.local/share}/leastkey" "$HOME/Library/Application Support/leastkey"
fi
launcher=
for folder do
  if [ -z "$launcher" ] && [ -f "$folder/bin/leastkey" ]; then launcher="$folder/bin/leastkey"; fi
done
if [ -z "$launcher" ] || [ ! -f "$launcher" ]; then
  ${absent}
fi
answer=$("$launcher" hook ${command.agent})
case $? in
  0) if [ -n "$answer" ]; then printf '%s\\n' "$answer"; else printf '%s\\n' '{"cancel":false}'; fi; exit 0 ;;
  2) if [ -n "$answer" ]; then printf '%s\\n' "$answer"; exit 0; fi; ${cancel("refused by Leastkey")} ;;
esac
${cancel("the Leastkey launcher failed, so the call is refused; run leastkey doctor")}
`;
}
