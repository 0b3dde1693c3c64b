// How long moving 100 secrets of 40 files takes, with an unlocked embedded vault: node test/bench/move.mjs
import { benchProgram } from "../../.scripts/bench-program.mjs";

await benchProgram("move-program");
