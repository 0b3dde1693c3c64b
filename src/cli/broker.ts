import { createInterface } from "node:readline/promises";
import type { Answer, Asker, Question } from "../broker/asker.ts";
import { nobodyToAsk } from "../broker/asker.ts";
import { createBroker } from "../broker/broker.ts";
import { questionLines } from "../broker/question-text.ts";
import { createUpstream, type UpstreamSettings } from "../broker/upstream.ts";
import { policyRootOf } from "../guard/session-environment.ts";
import { brokerPorts, madeHere, serveAgents } from "./broker-ports.ts";
import type { CliContext } from "./context.ts";
import { openVault, openVaults } from "./vault.ts";

/** Holds the vault for the agents of one folder until it is interrupted; questions are asked on this terminal. */
export async function runBroker(context: CliContext, settings: UpstreamSettings): Promise<void> {
  process.on("SIGUSR1", () => undefined); // Node would open its inspector, through which the vault can be read
  const { files } = await context.ports();
  const embedded = await openVault(context);
  await embedded.unlock();
  const vault = await openVaults(context, { embedded });
  const isAsking = process.stdin.isTTY && process.stderr.isTTY;
  const made = await madeHere(context, vault, embedded);
  const broker = made.watch(
    createBroker(await brokerPorts(context, made.vault, isAsking ? askOnTerminal : nobodyToAsk)),
  );
  const upstream = createUpstream(settings);
  const root = policyRootOf(process.cwd(), files);
  const server = await serveAgents(context, { broker, upstream, vault: made.vault, root });
  context.output.talk(`the broker answers agents in ${root}; Ctrl-C ends it and every grant`);
  if (!isAsking) context.output.talk("this is no terminal: what a human would have to allow is refused");
  await interrupted(context.interrupted);
  await server.close();
  broker.close();
  await made.close();
  upstream.close();
  embedded.lock();
}

function interrupted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
    process.once("SIGTERM", () => resolve());
    process.once("SIGHUP", () => resolve());
  });
}

const askOnTerminal: Asker = async (question) => {
  const line = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const shown = [...questionLines(question), promptOf(question)].join("\n");
    return answerOf(await line.question(`\n${shown}`, { signal: AbortSignal.timeout(120_000) }), question);
  } catch {
    return { kind: "not-now" }; // nobody answered in time, or the input ended
  } finally {
    line.close();
  }
};

const letters = { once: "[o]nce", "a-while": "[m]inutes", session: "this [s]ession" } as const;

function promptOf({ choices, whileSeconds }: Question): string {
  const offered = choices.map((one) =>
    one === "a-while" ? `[m] for ${String(Math.ceil(whileSeconds / 60))} minutes` : letters[one],
  );
  return `allow? ${offered.join(", ")}, [N]ot now, ne[v]er: `;
}

function answerOf(typed: string, { choices }: Question): Answer {
  const letter = typed.trim().toLowerCase().slice(0, 1);
  if (letter === "v") return { kind: "never" };
  const wanted = { o: "once", m: "a-while", s: "session" } as const;
  const choice = letter === "o" || letter === "m" || letter === "s" ? wanted[letter] : undefined;
  return choice !== undefined && choices.includes(choice) ? { kind: choice } : { kind: "not-now" };
}
