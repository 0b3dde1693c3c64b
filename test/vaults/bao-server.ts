import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

/** The real OpenBao, from PATH or from where .ci/run installs it; undefined: not on this machine. */
export const bao: string | undefined = [
  "bao",
  join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "leastkey", "bao", "bin", "bao"),
].find((program) => spawnSync(program, ["version"]).status === 0);

export interface BaoServer {
  readonly address: string;
  readonly token: string;
  readonly caFile: string;
  /** Runs `bao` against it and gives what it prints. */
  readonly run: (...args: readonly string[]) => string;
  stop(): Promise<void>;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/** A server in memory on loopback, with TLS by a certificate authority of its own. */
export async function startBao(program: string): Promise<BaoServer> {
  const folder = mkdtempSync(join(tmpdir(), "leastkey-bao-"));
  const port = await freePort();
  const token = `root-${String(port)}`;
  const address = `https://127.0.0.1:${String(port)}`;
  const args = ["server", "-dev", "-dev-tls", `-dev-tls-cert-dir=${folder}`, "-dev-no-store-token"];
  const child = spawn(
    program,
    [...args, `-dev-root-token-id=${token}`, `-dev-listen-address=127.0.0.1:${String(port)}`],
    {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, HOME: folder },
    },
  );
  const caFile = join(folder, await caNamed(child));
  const env = { ...process.env, HOME: folder, BAO_ADDR: address, BAO_TOKEN: token, BAO_CACERT: caFile };
  const run = (...asked: readonly string[]): string => {
    const { status, stdout, stderr } = spawnSync(program, asked, { encoding: "utf8", env });
    if (status !== 0) throw new Error(`bao ${asked.slice(0, 2).join(" ")} failed: ${stderr}`);
    return stdout.trim();
  };
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      child.once("exit", () => {
        rmSync(folder, { recursive: true, force: true });
        resolve();
      });
      child.kill("SIGKILL");
    });
  return { address, token, caFile, run, stop };
}

/** The name of the authority's file, which the server prints when it is ready. */
function caNamed(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const limit = setTimeout(() => reject(new Error("OpenBao did not start within 30 s")), 30_000);
    child.stdout?.on("data", (chunk: Buffer) => {
      said += chunk.toString("utf8");
      const name = /([\w-]+-ca\.pem)/.exec(said)?.[1];
      if (name === undefined || !/Root Token/.test(said)) return;
      clearTimeout(limit);
      resolve(name);
    });
    child.once("exit", (code) => reject(new Error(`OpenBao ended with ${String(code)}`)));
  });
}
