import { join } from "node:path";
import { LeastkeyError } from "../core/errors.ts";
import type { BrokerOptions } from "./broker-options.ts";
import type { CliContext } from "./context.ts";

type Entry = (options: BrokerOptions, command?: readonly string[]) => Promise<number>;
const entries = ["mcpMain", "brokerMain", "agentRunMain"] as const;

/** The program beside this one; it is large, and no everyday command reads it. */
export async function loadBrokerProgram(context: CliContext, entry: (typeof entries)[number]): Promise<Entry> {
  const { loadProgram } = await import("../platform/compiled-program.ts");
  const program = loadProgram(join(context.programs, "broker.js"), context.home.caches);
  const found: unknown = typeof program === "object" && program !== null ? Reflect.get(program, entry) : undefined;
  if (isEntry(found)) return found;
  throw new LeastkeyError("home.unusable", "broker.js is of another version", "install Leastkey again");
}

const isEntry = (value: unknown): value is Entry => typeof value === "function";
