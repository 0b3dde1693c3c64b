import type { Scenario } from "../scenario.ts";
import { commands } from "./commands.ts";
import { environment } from "./environment.ts";
import { fileTools } from "./file-tools.ts";
import { session } from "./session.ts";
import { use } from "./use.ts";

/** Every built-in scenario. */
export const builtIn: readonly Scenario[] = [...fileTools, ...commands, ...environment, ...session, ...use];
