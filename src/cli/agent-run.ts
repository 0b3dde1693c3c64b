import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { constants, homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { rootCertificates } from "node:tls";
import { agents } from "../agents/index.ts";
import { type AgentLaunch, launchOf } from "../broker/agent-launch.ts";
import { nobodyToAsk } from "../broker/asker.ts";
import { type Broker, createBroker } from "../broker/broker.ts";
import { createAuthority } from "../broker/certificate-authority.ts";
import { startInterceptProxy } from "../broker/intercept-proxy.ts";
import type { Peer } from "../broker/permission.ts";
import { openSession, type ProxySession, type SessionOptions } from "../broker/proxy-session.ts";
import { baseVariables, startReverseProxy } from "../broker/reverse-proxy.ts";
import { bubblewrapArguments, credentialPlaces, type SandboxPlan, seatbeltProfile } from "../broker/sandbox.ts";
import { clearedEnvironment, sessionVariables } from "../broker/session-variables.ts";
import { createUpstream, type Upstream } from "../broker/upstream.ts";
import { parseDotenv } from "../core/edit/dotenv.ts";
import { LeastkeyError } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";
import { policyRootOf } from "../guard/session-environment.ts";
import { readIndexAt } from "../guard/write-index.ts";
import { isOurReference } from "../vaults/reference.ts";
import { tierOf } from "../vaults/tiers.ts";
import type { Vault } from "../vaults/vault.ts";
import { type AgentRunOptions, upstreamSettings } from "./broker-options.ts";
import { brokerPorts, madeHere, serveAgents } from "./broker-ports.ts";
import type { CliContext } from "./context.ts";
import { openVault, openVaults } from "./vault.ts";

/** Starts an agent with stand-ins in place of credentials; gives its exit code. Everything ends with it. */
export async function agentRun(
  context: CliContext,
  command: readonly string[],
  options: AgentRunOptions,
): Promise<number> {
  const [program, ...args] = command;
  if (program === undefined) throw new LeastkeyError("usage", "there is no command to run", "name it after --");
  process.on("SIGUSR1", () => undefined); // Node would open its inspector, through which the vault can be read
  const cwd = realpathSync(process.cwd());
  const { files } = await context.ports();
  const root = policyRootOf(cwd, files);
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "leastkey-session-")));
  const launch = launchOf(
    program,
    { command: process.execPath, args: [join(context.programs, "cli.js"), "mcp"] },
    { file: join(folder, "mcp.json") },
  );
  const embedded = await openVault(context);
  await embedded.unlock();
  const vault = await openVaults(context, { embedded });
  const made = await madeHere(context, vault, embedded);
  const broker = made.watch(createBroker(await brokerPorts(context, made.vault, nobodyToAsk)));
  const upstream = createUpstream(upstreamSettings(options));
  const agent = agents.find(({ id }) => id === agentId(launch.binary))?.id ?? "unknown";
  const peer: Peer = { agent, certainty: "confirmed", session: `run-${randomBytes(6).toString("hex")}`, root };
  const server = await serveAgents(context, { broker, upstream, vault: made.vault, root });
  const opened = { context, broker, upstream, vault: made.vault, peer, root, folder, launch, options };
  try {
    return await startInside(opened, { program, args, cwd });
  } finally {
    await server.close();
    broker.close();
    await made.close();
    upstream.close();
    embedded.lock();
    rmSync(folder, { recursive: true, force: true });
  }
}

const agentId = (binary: string): string =>
  ({ claude: "claude-code", gemini: "gemini-cli", qwen: "qwen-code", copilot: "copilot-cli" })[binary] ?? binary;

interface Opened {
  readonly context: CliContext;
  readonly broker: Broker;
  readonly upstream: Upstream;
  readonly vault: Vault;
  readonly peer: Peer;
  readonly root: string;
  readonly folder: string;
  readonly launch: AgentLaunch;
  readonly options: AgentRunOptions;
}

interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

async function startInside(opened: Opened, command: Command): Promise<number> {
  const { context, folder, launch, options } = opened;
  const session = openSession(await sessionOptions(opened));
  const authority = await createAuthority();
  const [reverse, forward] = await Promise.all([startReverseProxy(session), startInterceptProxy(session, authority)]);
  const caFile = join(folder, "ca.pem");
  writeFileSync(caFile, [authority.pem, ...rootCertificates].join("\n"));
  if (launch.mcp.file !== undefined) writeFileSync(join(folder, "mcp.json"), launch.mcp.file);
  const known = await everyValue(opened.vault);
  const { kept, cleared } = clearedEnvironment(context.env, {
    keys: [...launch.keys, ...(options.keep ?? [])],
    isKnown: (value) => known.some((one) => one.equals(Secret.of(value))),
  });
  const env = {
    ...kept,
    ...sessionVariables(session, { forwardPort: forward.port, bases: baseVariables(session, reverse.port), caFile }),
    ...launch.mcp.env,
  };
  tell(opened, session, cleared);
  const argv = [command.program, ...launch.mcp.args, ...command.args];
  const boxed = options.sandbox === true ? await sandboxed(opened, argv) : argv;
  try {
    return await foreground(boxed, command.cwd, env);
  } finally {
    await Promise.all([reverse.close(), forward.close()]);
    const total = [...session.counts.values()].reduce((sum, count) => sum + count, 0);
    if (total > 0) context.output.talk(`${String(total)} requests carried a credential`);
  }
}

/** The references of `.env`, and those named on the command line, as stand-ins under their variables' names. */
async function sessionOptions({
  broker,
  upstream,
  peer,
  root,
  launch,
  options,
  context,
}: Opened): Promise<SessionOptions> {
  const { files } = await context.ports();
  const dotenv = files.readText(join(root, ".env")) ?? "";
  const named = (options.credential ?? []).map((pair): readonly [string, string] => {
    const at = pair.indexOf("=");
    const [variable, reference] = [pair.slice(0, at), pair.slice(at + 1)];
    if (at > 0 && isOurReference(reference)) return [variable, reference];
    throw new LeastkeyError("usage", `${pair} is no VARIABLE=leastkey://...`, "name a reference of the vault");
  });
  const variables = new Map([
    ...parseDotenv(dotenv).map(({ name, value }): [string, string] => [name, value]),
    ...named,
  ]);
  const listed = await broker.list(peer);
  const credentials = [...variables].flatMap(([variable, reference]) => {
    const credential = listed.find(({ name }) => name === reference);
    return credential === undefined ? [] : [{ credential, variable }];
  });
  return { broker, upstream, peer, credentials, open: [...launch.hosts, ...(options.allowHost ?? [])] };
}

async function everyValue(vault: Vault): Promise<readonly Secret[]> {
  const items = await vault.list();
  const values = await Promise.all(items.map(({ reference }) => vault.get(reference)));
  return values.flatMap((value) => value ?? []);
}

function tell({ context, options }: Opened, session: ProxySession, cleared: readonly string[]): void {
  const names = session.standIns.flatMap(({ variable }) => variable ?? []);
  const { output } = context;
  output.talk(names.length === 0 ? "no credential is open to this session" : `stand-ins for: ${names.join(", ")}`);
  if (cleared.length > 0) output.talk(`taken out of the environment: ${cleared.join(", ")}`);
  const facts = { wrapping: undefined, asksHuman: false, isMade: false, hasPolicy: true };
  const { title, means } = tierOf({ ...facts, isSandboxed: options.sandbox === true });
  output.talk(`${title}: ${means}`);
  if (options.sandbox !== true) output.talk("without --sandbox the agent can still read files and processes of yours");
}

async function sandboxed(opened: Opened, argv: readonly string[]): Promise<readonly string[]> {
  const plan = await planOf(opened);
  if (process.platform === "darwin") return ["sandbox-exec", "-p", seatbeltProfile(plan), ...argv];
  const found = (opened.context.env["PATH"] ?? "").split(delimiter).some((folder) => existsSync(join(folder, "bwrap")));
  if (process.platform === "linux" && found) return ["bwrap", ...bubblewrapArguments(plan), ...argv];
  throw new LeastkeyError(
    "not-found",
    process.platform === "linux" ? "bubblewrap (bwrap) is not installed" : "there is no sandbox on this system",
    process.platform === "linux"
      ? "install it (apt install bubblewrap), or leave --sandbox out"
      : "leave --sandbox out",
  );
}

async function planOf({ context, root, folder, launch }: Opened): Promise<SandboxPlan> {
  const { files } = await context.ports();
  const userHome = realpathSync(homedir());
  const index = readIndexAt(root, files, context.home);
  if (index.kind !== "found") {
    throw new LeastkeyError(
      "index.unusable",
      "it is not known which files hold credentials here",
      "run: leastkey scan",
    );
  }
  const hidden = index.index.protectedPaths.map(({ path }) => join(root, path)).filter((path) => existsSync(path));
  const writable = launch.state.map((path) => join(userHome, path)).filter((path) => existsSync(path));
  const brokerFolder = join(context.home.root, "broker");
  mkdirSync(brokerFolder, { recursive: true });
  return {
    root,
    userHome,
    session: folder,
    leastkeyHome: realpathSync(context.home.root),
    brokerFolder,
    hiddenFiles: hidden.map((path) => realpathSync(path)),
    hiddenHome: credentialPlaces
      .map((path) => join(userHome, path))
      .filter((path) => existsSync(path))
      .map((path) => ({ path: realpathSync(path), isFolder: statSync(path).isDirectory() })),
    writable,
    readable: [context.programs],
    isOnTerminal: process.stdin.isTTY,
  };
}

/** On the user's own terminal; Ctrl-C reaches the agent by itself, other signals are passed on. */
function foreground([file = "", ...args]: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env, stdio: "inherit" });
    const pass = (signal: NodeJS.Signals) => (): void => void child.kill(signal);
    for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, pass(signal));
    process.on("SIGINT", () => undefined);
    child.once("error", (error) => {
      reject(new LeastkeyError("not-found", `${file} could not be started`, "check its name and PATH", error));
    });
    child.once("exit", (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}
