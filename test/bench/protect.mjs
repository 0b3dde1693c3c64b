// How long rules and hooks for every agent take to plan and to write: node test/bench/protect.mjs
import { benchProgram } from "../../.scripts/bench-program.mjs";

await benchProgram("protect-program");
