import type { Agent } from "./agent.ts";
import { aider } from "./aider.ts";
import { amazonQ } from "./amazon-q.ts";
import { amp } from "./amp.ts";
import { antigravity } from "./antigravity.ts";
import { augment } from "./augment.ts";
import { claudeCode } from "./claude-code.ts";
import { cline } from "./cline.ts";
import { codex } from "./codex.ts";
import { continueDev } from "./continue.ts";
import { copilot } from "./copilot.ts";
import { copilotCli } from "./copilot-cli.ts";
import { crush } from "./crush.ts";
import { cursor } from "./cursor.ts";
import { devin } from "./devin.ts";
import { factoryDroid } from "./factory-droid.ts";
import { geminiCli } from "./gemini-cli.ts";
import { goose } from "./goose.ts";
import { grokBuild } from "./grok-build.ts";
import { jetbrainsAi } from "./jetbrains-ai.ts";
import { junie } from "./junie.ts";
import { kiloCode } from "./kilo-code.ts";
import { kiro } from "./kiro.ts";
import { opencode } from "./opencode.ts";
import { openhands } from "./openhands.ts";
import { pi } from "./pi.ts";
import { qoder } from "./qoder.ts";
import { qwenCode } from "./qwen-code.ts";
import { rooCode } from "./roo-code.ts";
import { tabnine } from "./tabnine.ts";
import { trae } from "./trae.ts";
import { windsurf } from "./windsurf.ts";
import { zed } from "./zed.ts";

/** Every agent that is known, by id. test/agents/index.test.ts compares the list with the folder. */
export const agents: readonly Agent[] = [
  aider,
  amazonQ,
  amp,
  antigravity,
  augment,
  claudeCode,
  cline,
  codex,
  continueDev,
  copilot,
  copilotCli,
  crush,
  cursor,
  devin,
  factoryDroid,
  geminiCli,
  goose,
  grokBuild,
  jetbrainsAi,
  junie,
  kiloCode,
  kiro,
  opencode,
  openhands,
  pi,
  qoder,
  qwenCode,
  rooCode,
  tabnine,
  trae,
  windsurf,
  zed,
];

/** Written for in every workspace; the others where there is a trace of them. */
export const foundationAgents: readonly string[] = ["claude-code", "codex", "copilot", "cursor", "gemini-cli"];

export function agentById(id: string): Agent | undefined {
  return agents.find((agent) => agent.id === id);
}
