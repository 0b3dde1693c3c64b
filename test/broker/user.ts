import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Ended, leastkey } from "../sample/program.ts";

/** A user with a home, a project and a vault of its own; credentials are made at run time. */
export interface TestUser {
  readonly home: string;
  readonly leastkeyHome: string;
  readonly shop: string;
  readonly env: NodeJS.ProcessEnv;
  readonly cli: (args: readonly string[], input?: string) => Promise<Ended>;
  policy(text: string): void;
  remove(): void;
}

export function makeUser(): TestUser {
  const base = realpathSync(mkdtempSync(join(tmpdir(), "lk-broker-")));
  const home = join(base, "home");
  const shop = join(base, "shop");
  mkdirSync(home);
  mkdirSync(join(shop, ".git"), { recursive: true });
  const leastkeyHome = join(home, ".local", "share", "leastkey"); // the default, on Linux
  const env = {
    PATH: process.env["PATH"],
    HOME: home,
    LEASTKEY_HOME: leastkeyHome,
    LEASTKEY_PASSPHRASE: "correct horse battery",
    NO_COLOR: "1",
  };
  return {
    home,
    leastkeyHome,
    shop,
    env,
    cli: (args, input) => leastkey(args, { cwd: shop, env, ...(input === undefined ? {} : { input }) }),
    policy: (text) => {
      mkdirSync(leastkeyHome, { recursive: true });
      writeFileSync(join(leastkeyHome, "policy.yaml"), text);
    },
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}

export const newToken = (): string => `tok_${randomBytes(24).toString("hex")}`;
