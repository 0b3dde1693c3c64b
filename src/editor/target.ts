import { Uri } from "vscode";

/** Which finding a link, a code action or a menu means: by file and, where it is one, by fingerprint and offset. */
export interface Target {
  readonly uri: Uri;
  readonly fingerprint?: string;
  readonly start?: number;
}

/** What goes into a command link. It names the credential by its fingerprint, never by its value. */
export function targetArgument(target: Target): Readonly<Record<string, unknown>> {
  return { uri: target.uri.toString(), fingerprint: target.fingerprint, start: target.start };
}

/** Reads what a command was given: a resource of a menu, our own argument, or anything at all from someone else. */
export function parseTarget(argument: unknown): Target | undefined {
  if (argument instanceof Uri) return { uri: argument };
  if (typeof argument !== "object" || argument === null) return undefined;
  if ("argument" in argument) return parseTarget(argument.argument); // a row of a tree view
  if (!("uri" in argument)) return undefined;
  const { uri } = argument;
  if (typeof uri !== "string") return undefined;
  const fingerprint = "fingerprint" in argument ? argument.fingerprint : undefined;
  const start = "start" in argument ? argument.start : undefined;
  return {
    uri: Uri.parse(uri, true),
    ...(typeof fingerprint === "string" ? { fingerprint } : {}),
    ...(typeof start === "number" ? { start } : {}),
  };
}
