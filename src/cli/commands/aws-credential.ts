import { LeastkeyError } from "../../core/errors.ts";
import type { Vaults } from "../../vaults/vaults.ts";
import { type AddCommand, examples } from "../command.ts";
import { type CliContext, conclude } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { limitsOf } from "../leases.ts";
import { openSessionVaults, refuseAgents } from "../vault.ts";

interface Options {
  readonly id?: string;
  readonly secret?: string;
  readonly token?: string;
  readonly ttl?: string;
  readonly scope?: readonly string[];
}

/** The names of AWS's own JSON, and the reference of each. */
type Parts = Readonly<Record<"AccessKeyId" | "SecretAccessKey" | "SessionToken", string | undefined>>;

export const addAwsCredential: AddCommand = (program, context) => {
  program
    .command("aws-credential")
    .summary("a credential_process for AWS's programs and libraries")
    .description(
      "Prints what credential_process wants: a session made for a role, or keys that a vault holds. AWS's own programs call it; in a coding agent's shell it is refused, which has 'leastkey run'.",
    )
    .argument("[role]", "ref+awssts://arn:aws:iam::ACCOUNT:role/NAME, a session made now")
    .option("--id <reference>", "the access key id, where keys are stored")
    .option("--secret <reference>", "the secret access key")
    .option("--token <reference>", "the session token, where there is one")
    .option("--ttl <time>", "how long a session for a role lives: 15m, 1h")
    .option("--scope <arn...>", "policies that narrow it")
    .addHelpText(
      "after",
      examples([
        "credential_process = leastkey aws-credential ref+awssts://arn:aws:iam::123456789012:role/report --ttl 15m",
        "a line of ~/.aws/config",
      ]),
    )
    .action(async (role: string | undefined, options: Options) => {
      process.exitCode = await conclude(context, () => give(context, role, options));
    });
};

async function give(context: CliContext, role: string | undefined, options: Options): Promise<ExitCode> {
  refuseAgents(context, "aws-credential");
  const parts = partsOf(role, options);
  const vaults = await openSessionVaults(context, { limits: limitsOf(options) });
  const answer = await answerOf(parts, vaults);
  const { audit, clock } = await context.ports();
  const credentials = Object.values(parts).filter((one) => one !== undefined);
  audit.append({ action: "reference.read", outcome: "done", attribution: "unknown", tool: "aws", credentials });
  const [lease] = vaults.leases();
  const ends = lease?.seconds === undefined ? undefined : new Date(clock.now() + lease.seconds * 1000).toISOString();
  context.output.raw(
    `${JSON.stringify({ Version: 1, ...answer, ...(ends === undefined ? {} : { Expiration: ends }) })}\n`,
  );
  return exitCodes.fine;
}

function partsOf(role: string | undefined, { id, secret, token }: Options): Parts {
  if (role !== undefined && /^ref\+awssts:\/\/[^#]+$/.test(role)) {
    const of = (key: string): string => `${role}#/${key}`;
    return { AccessKeyId: of("AccessKeyId"), SecretAccessKey: of("SecretAccessKey"), SessionToken: of("SessionToken") };
  }
  if (role === undefined && id !== undefined && secret !== undefined) {
    return { AccessKeyId: id, SecretAccessKey: secret, SessionToken: token };
  }
  throw new LeastkeyError(
    "usage",
    "neither a role nor stored keys are named",
    "name ref+awssts://ROLE-ARN, or --id and --secret with a reference each",
  );
}

async function answerOf(parts: Parts, vaults: Vaults): Promise<Readonly<Record<string, string>>> {
  const { resolveReference } = await import("../../guard/references.ts");
  const answer: Record<string, string> = {};
  for (const [name, reference] of Object.entries(parts)) {
    if (reference !== undefined) answer[name] = (await resolveReference(reference, vaults)).reveal();
  }
  return answer;
}
