import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { incidentAttempts } from "./incident.ts";
import { startPaas, volumeDeleteCommand } from "./paas.ts";
import { type Ended, leastkey, run } from "./program.ts";
import { type Sample, writeSample } from "./sample.ts";

/**
 * The path through the product on the sample workspace, by the real programs: mark, hide, move, replay the incident,
 * verify. `npm start` tells it to a person; test/e2e/story.test.ts holds every step to what it must be.
 */
export interface Story {
  readonly sample: Sample;
  readonly scan: Ended;
  readonly demoBefore: Ended;
  readonly protect: Ended;
  readonly move: Ended;
  readonly demoWithout: Ended;
  readonly demoAfter: Ended;
  readonly replays: readonly Replay[];
  readonly paasRequests: number;
  readonly verify: Ended;
  readonly verifyTampered: Ended;
}

export interface Replay {
  readonly agent: string;
  readonly does: string;
  readonly ended: Ended;
  /** The call was carried out, because the hook let it pass. */
  readonly carriedOut: boolean;
}

export interface StoryFolder {
  /** Emptied first; holds the workspace and a LEASTKEY_HOME of its own, so that nothing of the user's is touched. */
  readonly folder: string;
  /** Told after each step, by the step's name. */
  readonly after?: (step: keyof Story, story: Partial<Story>) => void;
}

export async function runStory({ folder, after = () => undefined }: StoryFolder): Promise<Story> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const root = resolve(folder, "nine-seconds");
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    LEASTKEY_HOME: resolve(folder, "home"),
    LEASTKEY_PASSPHRASE: "a passphrase for the sample only",
    NO_COLOR: "1",
  };
  const told: { -readonly [Step in keyof Story]?: Story[Step] } = {};
  const step = async <Step extends keyof Story>(name: Step, work: () => Promise<Story[Step]>): Promise<Story[Step]> => {
    const ended = await work();
    told[name] = ended;
    after(name, told);
    return ended;
  };
  const cli = (...args: readonly string[]): Promise<Ended> => leastkey(args, { cwd: root, env });
  const npm = (...args: readonly string[]): Promise<Ended> => run("npm", args, { cwd: root, env });

  const sample = await step("sample", async () => writeSample(root));
  const inlineKey = `${sample.paymentKey.file}:${String(sample.paymentKey.line)}`;
  return {
    sample,
    scan: await step("scan", () => cli("scan")),
    demoBefore: await step("demoBefore", () => npm("run", "--silent", "demo")),
    protect: await step("protect", () => cli("protect", "--yes")),
    move: await step("move", () => cli("move", inlineKey, "--yes")),
    demoWithout: await step("demoWithout", () => npm("run", "--silent", "demo")),
    demoAfter: await step("demoAfter", () => cli("run", "--", "npm", "run", "--silent", "demo")),
    ...(await replayIncident(sample, env, step)),
    verify: await step("verify", () => cli("audit", "verify")),
    verifyTampered: await step("verifyTampered", () => verifyTampered(folder, env)),
  };
}

type Step = <Name extends keyof Story>(name: Name, work: () => Promise<Story[Name]>) => Promise<Story[Name]>;

/** Every agent tries to read the stray script, then to use its token; a call that its hook lets pass is carried out. */
async function replayIncident(
  sample: Sample,
  env: NodeJS.ProcessEnv,
  step: Step,
): Promise<Pick<Story, "replays" | "paasRequests">> {
  const paas = await startPaas();
  const launcher = join(env["LEASTKEY_HOME"] ?? "", "bin", "leastkey");
  const command = volumeDeleteCommand(paas.url, sample.paasToken.value).reveal();
  try {
    const replays = await step("replays", async () => {
      const ended: Replay[] = [];
      for (const { agent, does, payload } of incidentAttempts({
        root: sample.root,
        script: join(sample.root, sample.paasToken.file),
        command,
      })) {
        const verdict = await run(launcher, ["hook", agent], { cwd: sample.root, env, input: JSON.stringify(payload) });
        const carriedOut = !isRefusal(verdict);
        if (carriedOut && does === "uses the token") await run("sh", ["-c", command], { cwd: sample.root, env });
        ended.push({ agent, does, ended: verdict, carriedOut });
      }
      return ended;
    });
    return { replays, paasRequests: await step("paasRequests", async () => paas.requests()) };
  } finally {
    await paas.close();
  }
}

/** What each of the five agents takes for a refusal (see ../../src/core/tool-call): exit code 2, or its own deny form. */
function isRefusal({ code, stdout }: Ended): boolean {
  return code === 2 || /"(permissionDecision|permission|decision)":\s*"(deny|block)"/.test(stdout);
}

/** A copy of the trail with one byte changed in the middle must not verify. */
async function verifyTampered(folder: string, env: NodeJS.ProcessEnv): Promise<Ended> {
  const home = resolve(folder, "tampered");
  const trail = readFileSync(resolve(folder, "home", "audit", "trail.jsonl"));
  const at = trail.indexOf('"Leastkey"', Math.floor(trail.length / 2)) + 1;
  trail[at] = (trail[at] ?? 0) ^ 1;
  mkdirSync(join(home, "audit"), { recursive: true });
  writeFileSync(join(home, "audit", "trail.jsonl"), trail);
  return leastkey(["audit", "verify"], { env: { ...env, LEASTKEY_HOME: home } });
}
