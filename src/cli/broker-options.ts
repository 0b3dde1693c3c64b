import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import type { UpstreamSettings } from "../broker/upstream.ts";
import { LeastkeyError, messageOf } from "../core/errors.ts";

/** Options that the broker, the MCP server and `agent run` share. */
export interface BrokerOptions {
  readonly resolve?: readonly string[];
  readonly ca?: string;
}

export interface AgentRunOptions extends BrokerOptions {
  readonly sandbox?: boolean;
  readonly credential?: readonly string[];
  readonly allowHost?: readonly string[];
  readonly keep?: readonly string[];
}

export function upstreamSettings({ resolve = [], ca }: BrokerOptions): UpstreamSettings {
  return { pins: new Map(resolve.map(pinOf)), ca: ca === undefined ? undefined : readCa(ca) };
}

function pinOf(text: string): readonly [string, string] {
  const at = text.indexOf(":");
  const [host, address] = [text.slice(0, at).toLowerCase(), text.slice(at + 1).replace(/^\[(.*)\]$/, "$1")];
  if (at > 0 && isIP(address) !== 0) return [host, address];
  throw new LeastkeyError("usage", `${text} is no HOST:ADDRESS`, "write it as api.internal:10.0.0.7");
}

function readCa(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new LeastkeyError("file.unreadable", `${path} cannot be read`, messageOf(error), error);
  }
}
