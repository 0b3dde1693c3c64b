import type { AddCommand } from "../command.ts";
import { examples } from "../command.ts";

/** The launcher starts dist/hook.js itself; this is the same program for people, with the reasoning shown. */
export const addHook: AddCommand = (program) => {
  program
    .command("hook")
    .summary("judge one tool call of an agent (stdin), in that agent's own format")
    .description(
      "Reads the payload an agent gives its hooks on standard input, and answers in that agent's own format and exit code. Agents call this; run it yourself with --explain to see why a call is allowed or refused.",
    )
    .argument("<agent>", "the agent's id, see 'leastkey agents'")
    .argument("[event]", "the agent's event, where its payload does not name it")
    .option("--explain", "print the reasoning instead of the agent's format")
    .addHelpText(
      "after",
      examples([
        `echo '{"hook_event_name":"PreToolUse","tool_name":"Read","tool_input":{"file_path":".env"}}' | leastkey hook claude-code --explain`,
        "why a read is refused",
      ]),
    )
    .action(async (agent: string, event: string | undefined, options: { explain?: boolean }) => {
      const { hookMain } = await import("../../hook/run.ts");
      await hookMain([
        agent,
        ...(event === undefined ? [] : [event]),
        ...(options.explain === true ? ["--explain"] : []),
      ]);
    });
};
