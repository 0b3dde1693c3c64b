import type { Secret } from "../../core/secret.ts";
import { type AddCommand, examples } from "../command.ts";
import { type CliContext, conclude } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { readAllInput } from "../read-input.ts";
import { isAgentShell, openSessionVaults, refuseAgents } from "../vault.ts";

interface Options {
  readonly host: string;
  readonly reference: string;
  readonly username: string;
}

export const addGitCredential: AddCommand = (program, context) => {
  program
    .command("git-credential")
    .summary("a git credential helper: the password comes from a vault")
    .description(
      "Answers git's 'get' for one host over https with the value of a reference, and nothing else. Git calls it; 'store' and 'erase' do nothing, for the vault is kept by its owner.",
    )
    .argument("[operation]", "get, store or erase; git adds it")
    .requiredOption("--host <host>", "the only host that gets it: github.com, or git.example.com:8443")
    .requiredOption("--reference <reference>", "where the password or token is")
    .option("--username <name>", "the user that goes with it", "x-access-token")
    .addHelpText(
      "after",
      examples([
        "git config credential.https://github.com.helper '!leastkey git-credential --host github.com --reference leastkey://shop/production/github/token'",
        "pull and push with the token from the vault",
      ]),
    )
    .action(async (operation: string | undefined, options: Options) => {
      process.exitCode = await conclude(context, () => answer(context, operation, options));
    });
};

async function answer(context: CliContext, operation: string | undefined, options: Options): Promise<ExitCode> {
  const asked = parseQuestion(await readAllInput());
  // Over http, for another host or user: saying nothing lets git go on to its next helper.
  const isMeant = asked.protocol === "https" && asked.host === options.host.toLowerCase();
  if (operation !== "get" || !isMeant) return exitCodes.fine;
  if (asked.username !== undefined && asked.username !== options.username) return exitCodes.fine;
  if (isAgentShell(context) && !(await isAskedByTransport())) refuseAgents(context, "git-credential");
  const { resolveReference } = await import("../../guard/references.ts");
  const vaults = await openSessionVaults(context, { argv: ["git", "credential", options.host] });
  const value = await resolveReference(options.reference, vaults);
  const { audit } = await context.ports();
  const credentials = [options.reference];
  audit.append({ action: "reference.read", outcome: "done", attribution: "unknown", tool: "git", credentials });
  print(context, options.username, value);
  return exitCodes.fine;
}

/** git-credential(1): a line ends a value, so one that holds a line cannot be told. */
function print({ output }: CliContext, username: string, value: Secret): void {
  output.raw(`username=${username}\npassword=${value.reveal()}\n`);
}

interface Question {
  readonly protocol?: string;
  readonly host?: string;
  readonly username?: string;
}

/** `key=value` lines, an empty one at the end (git-credential(1), git 2.39). */
function parseQuestion(text: string): Question {
  const pairs = text.split(/\r?\n/).flatMap((line): readonly (readonly [string, string])[] => {
    const at = line.indexOf("=");
    return at > 0 ? [[line.slice(0, at), line.slice(at + 1)]] : [];
  });
  const { protocol, host, username } = Object.fromEntries(pairs);
  return {
    ...(protocol === undefined ? {} : { protocol: protocol.toLowerCase() }),
    ...(host === undefined ? {} : { host: host.toLowerCase() }),
    ...(username === undefined ? {} : { username }),
  };
}

/** `git credential fill` would print the value to whoever typed it; the program that talks to the host does not. */
async function isAskedByTransport(): Promise<boolean> {
  const { processChain } = await import("../../platform/process-chain.ts");
  const [, ...parents] = processChain(process.pid);
  const git = parents.slice(0, 3).find(({ argv: [name = ""] }) => /(?:^|\/)git(?:-[\w-]+)?$/.test(name));
  const [name = "", verb = ""] = git?.argv ?? [];
  return /(?:^|\/)git-remote-https$/.test(name) || verb === "remote-https";
}
