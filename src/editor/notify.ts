import { commands, env, type LogOutputChannel, Uri, window } from "vscode";
import type { CommandId } from "../contributions.ts";
import { inBackground } from "./background.ts";

/** A button under a message and what it does. */
export type Way =
  | { readonly title: string; readonly command: CommandId; readonly argument?: unknown }
  | { readonly title: string; readonly page: string }
  | { readonly title: string; readonly run: () => Promise<void> };

type Show = (message: string, ...titles: string[]) => Thenable<string | undefined>;

/**
 * Says what happened, with ways on. Nobody waits for the answer: a command is done when its work is, not when its
 * message is closed.
 */
export function notify(log: LogOutputChannel, message: string, ways: readonly Way[] = []): void {
  inBackground(
    offer((text, ...titles) => window.showInformationMessage(text, ...titles), message, ways),
    "message",
    log,
  );
}

export function notifyWarning(log: LogOutputChannel, message: string, ways: readonly Way[] = []): void {
  inBackground(
    offer((text, ...titles) => window.showWarningMessage(text, ...titles), message, ways),
    "message",
    log,
  );
}

export function notifyFailure(log: LogOutputChannel, message: string, ways: readonly Way[] = []): void {
  inBackground(
    offer((text, ...titles) => window.showErrorMessage(text, ...titles), message, ways),
    "message",
    log,
  );
}

async function offer(show: Show, message: string, ways: readonly Way[]): Promise<void> {
  const chosen = await show(message, ...ways.map(({ title }) => title));
  const way = ways.find(({ title }) => title === chosen);
  if (way === undefined) return;
  if ("run" in way) await way.run();
  else if ("page" in way) await env.openExternal(Uri.parse(way.page, true));
  else await commands.executeCommand(way.command, ...(way.argument === undefined ? [] : [way.argument]));
}
