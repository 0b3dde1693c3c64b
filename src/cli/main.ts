import { join } from "node:path";
import { compileFromCache } from "../platform/compiled-parts.ts";
import { leastkeyHome } from "../platform/home.ts";

/** What other programs start, often many times a minute, and wait for. */
const waitedFor: readonly string[] = ["run", "read", "inject", "git-credential", "aws-credential"];

const named = waitedFor.find((name) => name === process.argv[2]);
if (named !== undefined) compileFromCache(join(__dirname, "parts"), leastkeyHome().caches, named);

void import("./program.ts").then(async ({ runProgram }) => runProgram(__dirname));
