import { homedir } from "node:os";
import { join } from "node:path";

/** Where everything of the user's lives, never in a workspace. One function each, so that no path is spelt twice. */
export interface Home {
  readonly root: string;
  readonly vault: string;
  readonly vaultKey: string;
  /** Which vaults elsewhere this user has. */
  readonly vaults: string;
  readonly fingerprintKey: string;
  readonly indexes: string;
  readonly trail: string;
  /** The user's own policy, and the folder of what is made of it for the hook. */
  readonly policy: string;
  readonly policies: string;
  /** What the user allowed or denied for good, call by call. */
  readonly rules: string;
  readonly launcher: string;
  readonly hookBundle: string;
  readonly heartbeats: string;
  readonly receipts: string;
  /** What may be thrown away at any time. */
  readonly caches: string;
}

/** `LEASTKEY_HOME`, else the platform's data folder. */
export function leastkeyHome(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): Home {
  const root = env["LEASTKEY_HOME"] ?? join(dataFolder(env, platform), "leastkey");
  return {
    root,
    vault: join(root, "vault.age"),
    vaultKey: join(root, "vault.key"),
    vaults: join(root, "vaults.json"),
    fingerprintKey: join(root, "fingerprint.key"),
    indexes: join(root, "index"),
    trail: join(root, "audit", "trail.jsonl"),
    policy: join(root, "policy.yaml"),
    policies: join(root, "policy"),
    rules: join(root, "rules.json"),
    launcher: join(root, "bin", platform === "win32" ? "leastkey.cmd" : "leastkey"),
    hookBundle: join(root, "bin", "hook.js"),
    heartbeats: join(root, "heartbeat"),
    receipts: join(root, "receipts"),
    caches: join(root, "cache"),
  };
}

function dataFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === "win32") return env["LOCALAPPDATA"] ?? join(homedir(), "AppData", "Local");
  if (platform === "darwin") return join(homedir(), "Library", "Application Support");
  return env["XDG_DATA_HOME"] ?? join(homedir(), ".local", "share");
}
