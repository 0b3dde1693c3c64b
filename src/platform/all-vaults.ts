import { homedir } from "node:os";
import type { AuditLog } from "../audit/event.ts";
import type { Clock, Files } from "../core/ports.ts";
import type { BackendPorts, Limits, VaultSettings } from "../vaults/backend.ts";
import type { Vault } from "../vaults/vault.ts";
import type { Vaults } from "../vaults/vaults.ts";
import type { Home } from "./home.ts";

export interface VaultsWiring {
  readonly home: Home;
  readonly files: Files;
  readonly clock: Clock;
  readonly env: NodeJS.ProcessEnv;
  readonly embedded: Vault;
  readonly limits?: Limits;
  /** Told of each vault elsewhere that opened, or did not. */
  readonly audit: AuditLog;
  /** Instead of those that the user's file has: settings to be tried. */
  readonly settings?: VaultSettings;
}

/** Every vault of this user behind one. Nothing is asked, and no backend loaded, before a reference needs it. */
export async function allVaults(wiring: VaultsWiring): Promise<Vaults> {
  const { home, files, clock, env, embedded, limits, audit } = wiring;
  const { openVaults } = await import("../vaults/vaults.ts");
  const ports: BackendPorts = {
    http: async (title, request) => (await import("./vault-http.ts")).vaultHttp(title, request),
    run: async (title, request) => (await import("./vault-program.ts")).vaultProgram(title, request),
    files,
    env,
    userHome: homedir().replaceAll("\\", "/"),
    now: () => clock.now(),
  };
  const settings = wiring.settings ?? (await userSettings(home.vaults, files));
  return openVaults({
    embedded,
    settings,
    ports,
    ...(limits === undefined ? {} : { limits }),
    onOpened: ({ title }, outcome) =>
      audit.append({ action: "vault.unlock", outcome, attribution: "unknown", service: title }),
  });
}

/** Most users have none: then not even what would read them is loaded, for every `leastkey run` waits for it. */
async function userSettings(path: string, files: Files): Promise<VaultSettings> {
  if (files.stat(path) === undefined) return {};
  return (await import("../vaults/settings.ts")).readVaultSettings(path, files);
}
