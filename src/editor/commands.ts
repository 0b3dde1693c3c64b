import { commands, type Disposable, type LogOutputChannel } from "vscode";
import { type CommandId, commandIds } from "../contributions.ts";
import { showFailure } from "./failure.ts";

/** What a command does with the argument that a menu, a link or a code action hands it; trusted by nobody. */
export type Handler = (argument: unknown) => Promise<void>;
export type Handlers = Readonly<Record<CommandId, Handler>>;

/** One wrapper for all: what a handler throws becomes one message. Nothing is returned to who runs the command. */
export function registerCommands(handlers: Handlers, log: LogOutputChannel): Disposable[] {
  return commandIds.map((id) =>
    commands.registerCommand(id, async (argument: unknown) => {
      log.debug(`${id} runs`);
      try {
        await handlers[id](argument);
      } catch (error) {
        showFailure(error, id, log);
      }
    }),
  );
}
