import { isAbsolute } from "node:path";
import { LeastkeyError } from "../core/errors.ts";
import type { Secret } from "../core/secret.ts";
import { type Captured, runCaptured } from "../platform/run-captured.ts";
import type { Vault } from "../vaults/vault.ts";
import type { Broker } from "./broker.ts";
import type { Peer, Refused, Wanted } from "./permission.ts";

export interface CommandUse {
  readonly peer: Peer;
  readonly credentials: readonly { readonly reference: string; readonly variable: string }[];
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly purpose: string | undefined;
  readonly timeoutMs: number;
}

/** Passed on from the broker's own environment; nothing that the agent can set reaches the command. */
const inherited = [
  "PATH",
  "HOME",
  "USER",
  "LOGNAME",
  "SHELL",
  "LANG",
  "LC_ALL",
  "TZ",
  "TMPDIR",
  "SYSTEMROOT",
  "PATHEXT",
  "COMSPEC",
  "TEMP",
  "TMP",
  "USERPROFILE",
  "APPDATA",
  "LOCALAPPDATA",
];
/** Variables by which a value would become a program's instructions. */
const steering =
  /^(?:PATH|HOME|SHELL|IFS|ENV|BASH_ENV|PYTHON(?:STARTUP|PATH|HOME)|NODE_OPTIONS|RUBYOPT|PERL5OPT|JAVA_TOOL_OPTIONS|GIT_.*|LD_.*|DYLD_.*|.*_PROXY|LEASTKEY_.*)$/i;

const wantedOf = (use: CommandUse, credential: string): Wanted => ({
  peer: use.peer,
  credential,
  use: { kind: "command", argv: use.argv },
  purpose: use.purpose,
  cwd: use.cwd,
});

/** Runs a command with credentials in its environment, and gives its output with every value of the vault masked. */
export async function useCommand(
  broker: Broker,
  { vault, env }: { readonly vault: Vault; readonly env: NodeJS.ProcessEnv },
  use: CommandUse,
): Promise<({ readonly kind: "ran" } & Captured) | Refused> {
  const [program, ...args] = use.argv;
  if (program === undefined || program === "") throw new LeastkeyError("usage", "there is no command", "name one");
  if (!isAbsolute(use.cwd)) throw new LeastkeyError("usage", "the folder is not absolute", "name it from the root");
  const variables: { name: string; value: Secret }[] = [];
  const held: { credential: string }[] = [];
  for (const { reference, variable } of use.credentials) {
    if (steering.test(variable) || !/^[A-Za-z_][A-Za-z0-9_]{0,100}$/.test(variable)) {
      throw new LeastkeyError("usage", `${variable} is no variable for a credential`, "name the one the program reads");
    }
    const permission = await broker.permit(wantedOf(use, reference));
    if (permission.kind === "refused") {
      const end = { outcome: "failed", durationMs: 0, reason: "another credential was refused" } as const;
      for (const { credential } of held) broker.finished(wantedOf(use, credential), end);
      return permission;
    }
    held.push({ credential: reference });
    variables.push({ name: variable, value: permission.value });
  }
  const started = performance.now();
  const captured = await runCaptured({
    argv: [program, ...args],
    cwd: use.cwd,
    env: Object.fromEntries(inherited.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]))),
    variables,
    masked: [...variables, ...(await everyValue(vault))], // what comes from elsewhere is in no list of ours
    timeoutMs: use.timeoutMs,
    maxBytes: 256 * 1024,
  });
  const { exitCode, timedOut } = captured;
  for (const { reference } of use.credentials)
    broker.finished(wantedOf(use, reference), {
      outcome: exitCode === 0 ? "done" : "failed",
      durationMs: performance.now() - started,
      ...(exitCode === undefined ? {} : { exitCode }),
      ...(timedOut ? { reason: "ended by leastkey: out of time" } : {}),
    });
  return { kind: "ran", ...captured };
}

async function everyValue(vault: Vault): Promise<readonly { readonly name: string; readonly value: Secret }[]> {
  const items = await vault.list();
  const pairs = items.map(async ({ reference }) => ({ name: reference, value: await vault.get(reference) }));
  return (await Promise.all(pairs)).flatMap(({ name, value }) => (value === undefined ? [] : [{ name, value }]));
}
