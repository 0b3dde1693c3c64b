import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { nodeFiles } from "../../src/platform/node-files.ts";
import { vaultHttp } from "../../src/platform/vault-http.ts";
import { vaultProgram } from "../../src/platform/vault-program.ts";
import type { BackendPorts, Limits, VaultSettings } from "../../src/vaults/backend.ts";
import type { Vault } from "../../src/vaults/vault.ts";
import { openVaults, type Vaults } from "../../src/vaults/vaults.ts";

/** Where `.ci/run` puts what comes from PyPI. */
const venv = join(homedir(), ".cache", "leastkey", "venv", "bin");

/** The full path of a program that pip or Debian brought; undefined: this machine has none. */
export function programOf(name: string): string | undefined {
  const folders = [venv, ...(process.env["PATH"] ?? "").split(":"), "/usr/lib/postgresql/15/bin"];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

export interface Running {
  readonly address: string;
  stop(): void;
}

/** A server on loopback; it is asked until it answers, for at most 20 seconds. */
export async function startServer(
  file: string,
  args: (port: number) => readonly string[],
  path: string,
  env: NodeJS.ProcessEnv = {},
): Promise<Running> {
  const port = await freePort();
  const child: ChildProcess = spawn(file, args(port), { stdio: "ignore", env: { ...process.env, ...env } });
  const address = `http://127.0.0.1:${String(port)}`;
  for (let attempt = 0; attempt < 100; attempt++) {
    const reply = await fetch(`${address}${path}`).catch(() => undefined);
    if (reply !== undefined) return { address, stop: () => void child.kill("SIGKILL") };
    await wait(200);
  }
  child.kill("SIGKILL");
  throw new Error(`${file} did not answer`);
}

export function startBao(token: string): Promise<Running> {
  const args = (port: number): readonly string[] => [
    "server",
    "-dev",
    `-dev-root-token-id=${token}`,
    "-dev-no-store-token",
    `-dev-listen-address=127.0.0.1:${String(port)}`,
  ];
  return startServer(programOf("bao") ?? "bao", args, "/v1/sys/health");
}

/** A PostgreSQL of its own in a folder of its own; its superuser may log in on loopback without a password. */
export async function startPostgres(): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), "leastkey-pg-"));
  const port = await freePort();
  const isRoot = process.getuid?.() === 0;
  const run = (name: string, args: readonly string[]) => {
    const file = join("/usr/lib/postgresql/15/bin", name);
    const command = isRoot ? ["runuser", "-u", "postgres", "--", file, ...args] : [file, ...args];
    const { status, stderr } = spawnSync(command[0] ?? file, command.slice(1), {
      encoding: "utf8",
      cwd: tmpdir(),
      stdio: ["ignore", "ignore", "pipe"],
    });
    if (status !== 0) throw new Error(`${name}: ${stderr}`);
  };
  const data = join(folder, "data");
  if (isRoot) spawnSync("chown", ["postgres", folder]);
  else chmodSync(folder, 0o700);
  run("initdb", ["-D", data, "-U", "postgres", "--auth=trust", "--no-sync"]);
  const options = `-p ${String(port)} -k ${folder} -h 127.0.0.1 -c fsync=off`;
  run("pg_ctl", ["-D", data, "-w", "-l", join(folder, "log"), "-o", options, "start"]);
  return {
    address: `127.0.0.1:${String(port)}`,
    stop: () => {
      run("pg_ctl", ["-D", data, "-m", "immediate", "stop"]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** All vaults, with the real network and programs, over an embedded vault that is empty. */
export function vaultsWith(
  settings: VaultSettings,
  given: { env?: BackendPorts["env"]; limits?: Limits } = {},
): Vaults {
  const { env = {}, limits } = given;
  const ports = {
    http: vaultHttp,
    run: vaultProgram,
    files: nodeFiles(),
    env,
    userHome: tmpdir(),
    now: () => Date.now(),
  };
  return openVaults({ embedded: emptyVault, settings, ports, ...(limits === undefined ? {} : { limits }) });
}

const emptyVault: Vault = {
  id: "embedded",
  title: "Leastkey vault",
  resolves: () => false,
  referenceFor: () => "",
  get: () => Promise.resolve(undefined),
  set: () => Promise.reject(new Error("nothing is stored here")),
  remove: () => Promise.resolve(false),
  list: () => Promise.resolve([]),
};

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
  });
}
