import { type BoundedEnd, runBounded } from "./boundary-process.ts";

/** One configured hook, whichever way the agent runs it. */
export type HookToRun =
  | { readonly kind: "command"; readonly command: string }
  | { readonly kind: "program"; readonly path: string }
  | { readonly kind: "plugin"; readonly path: string };

export interface HookPlace {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** A hook as its agent runs it: a command by the shell, a program by itself, a plugin loaded by a JavaScript runtime. */
export function runHook(hook: HookToRun, payload: string, event: string, place: HookPlace): Promise<BoundedEnd> {
  const bounded = { ...place, input: payload };
  switch (hook.kind) {
    case "command":
      return process.platform === "win32"
        ? runBounded({
            ...bounded,
            command: process.env["ComSpec"] ?? "cmd.exe",
            args: ["/d", "/s", "/c", hook.command],
          })
        : runBounded({ ...bounded, command: "/bin/sh", args: ["-c", hook.command] });
    case "program":
      return runBounded({ ...bounded, command: hook.path, args: [] });
    case "plugin":
      return runBounded({
        ...bounded,
        env: { ...place.env, ELECTRON_RUN_AS_NODE: "1", BOUNDARY_PLUGIN: hook.path, BOUNDARY_EVENT: event },
        command: process.execPath,
        args: ["--input-type=module", "-e", pluginDriver],
      });
  }
}

/**
 * Calls the plugin as OpenCode 1.18 does: two arguments, the second one changed in place; throwing refuses the call. One
 * that asks to be told of events, as Pi's extensions do, gets the whole payload, and what it returns is the answer.
 */
const pluginDriver = `
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
const payload = JSON.parse(readFileSync(0, "utf8"));
const { input, output } = payload;
const module = await import(pathToFileURL(process.env.BOUNDARY_PLUGIN).href);
const [make] = Object.values(module).filter((one) => typeof one === "function");
const told = {};
const on = (event, handler) => void (told[event] = handler);
const hooks = await make({ directory: process.cwd(), worktree: process.cwd(), on });
const handler = told[process.env.BOUNDARY_EVENT];
if (handler !== undefined) {
  const answer = await handler({ type: process.env.BOUNDARY_EVENT, toolName: "", ...payload });
  if (answer?.block === true) {
    console.error(answer.reason);
    process.exitCode = 2;
  }
} elsetry {
  await hooks[process.env.BOUNDARY_EVENT]?.(input, output);
  if (process.env.BOUNDARY_EVENT.endsWith(".after")) console.log(JSON.stringify(output));
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
`;
