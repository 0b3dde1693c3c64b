import type { AuditLog } from "../audit/event.ts";
import { LeastkeyError } from "../core/errors.ts";
import type { Limits } from "../vaults/backend.ts";
import type { Vaults } from "../vaults/vaults.ts";
import type { CliContext } from "./context.ts";

interface Using {
  readonly context: CliContext;
  readonly audit: AuditLog;
  readonly vaults: Vaults;
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
const longest = 24 * 3600;

/** `--ttl 5m --scope a b`; throws `usage` for a time that is none. */
export function limitsOf({ ttl, scope }: { readonly ttl?: string; readonly scope?: readonly string[] }): Limits {
  const [, count, unit = ""] = /^(\d{1,5})([smh])$/.exec(ttl ?? "") ?? [];
  const seconds = Number(count) * (units[unit] ?? 0);
  if (ttl !== undefined && !(seconds > 0 && seconds <= longest)) {
    throw new LeastkeyError("usage", "--ttl is no time that a credential may live", "write 90s, 5m or 1h, at most 24h");
  }
  return { ...(ttl === undefined ? {} : { ttlSeconds: seconds }), ...(scope === undefined ? {} : { scopes: scope }) };
}

/** What was made for this command, on the trail and on the terminal; never its value. */
export function recordLeases({ context, audit, vaults }: Using): void {
  for (const { reference, seconds } of vaults.leases()) {
    const lives = seconds === undefined ? "" : `, lives ${String(seconds)} s`;
    audit.append({ action: "lease.mint", outcome: "done", attribution: "unknown", credentials: [reference] });
    context.output.talk(`made for this command: ${reference}${lives}`);
  }
}

/** Gives back what was made. What cannot be given back ends by its own time, and that is said. */
export async function endLeases({ context, audit, vaults }: Using): Promise<void> {
  const leases = vaults.leases();
  if (leases.length === 0) return;
  const left = new Set(await vaults.end());
  for (const { reference, seconds } of leases) {
    const isLeft = left.has(reference);
    audit.append({
      action: "lease.revoke",
      outcome: isLeft ? "failed" : "done",
      attribution: "unknown",
      credentials: [reference],
      ...(isLeft ? { reason: "it could not be taken back and ends by its own time" } : {}),
    });
    const end = seconds === undefined ? "by its own time" : `${String(seconds)} s after it was made`;
    context.output.talk(isLeft ? `not taken back: ${reference}; it ends ${end}` : `taken back: ${reference}`);
  }
}
