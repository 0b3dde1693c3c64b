import { Argument, type Command, Option } from "commander";
import { LeastkeyError } from "../../core/errors.ts";
import { type AddCommand, examples } from "../command.ts";
import { type CliContext, conclude, workspaceRoot } from "../context.ts";
import type { ExitCode } from "../exit-codes.ts";
import type { CompileOptions, ExplainOptions } from "../policy-actions.ts";

const environments = ["development", "test", "staging", "production"] as const;
const load = () => import("../policy-actions.ts");

export const addPolicy: AddCommand = (program, context) => {
  const policy = program
    .command("policy")
    .summary("passports of agents: check, explain, env, approve, compile")
    .addHelpText(
      "after",
      examples(
        ["leastkey policy check", "read both policy files, have Cedar validate them, bring the hook up to date"],
        ["leastkey policy explain claude-code leastkey://shop/staging/crm/api-key read", "the line that decides"],
        ["leastkey policy env staging", "this folder's sessions are staging"],
        ["leastkey policy approve", "read what the workspace's policy would change, and agree to it"],
        ["leastkey policy compile --to vault --agent claude-code@staging", "the same passport for OpenBao"],
      ),
    );
  const act = (work: (root: string) => Promise<ExitCode>): Promise<void> => concluded(context, work);
  policy
    .command("check")
    .description("Validates the user's policy and the workspace's, and writes the table that the hook reads.")
    .option("--json", "for programs")
    .action((options: { readonly json?: boolean }) =>
      act(async (root) => (await load()).checkPolicy(context, root, options.json === true)),
    );
  policy
    .command("explain")
    .description("Whether an agent may use a credential so, and the line of the policy that says it.")
    .argument("<agent>", "claude-code, or claude-code@staging for a session in staging")
    .argument("<credential>", "a reference, or SERVICE@ENVIRONMENT such as crm@staging")
    .addArgument(new Argument("<action>", "what it is wanted for").choices(["list", "read", "write", "delete", "run"]))
    .option("--approved", "as if a human had agreed")
    .option("--json", "for programs")
    .action((agent: string, credential: string, action: ExplainOptions["action"], flags: ExplainFlags) =>
      act(async (root) => (await load()).explainPolicy(context, root, { agent, credential, action, ...flags })),
    );
  policy
    .command("env")
    .description("Shows or sets which environment this folder's sessions are in.")
    .addArgument(new Argument("[environment]", "what to set").choices([...environments]))
    .option("--clear", "back to the rules of the policy")
    .option("--json", "for programs")
    .action((environment: (typeof environments)[number] | undefined, flags: EnvFlags) =>
      act(async (root) => (await load()).environmentPolicy(context, root, { environment, ...flags })),
    );
  addApproveAndCompile(policy, { context, act });
  for (const command of policy.commands) command.exitOverride();
};

interface Acting {
  readonly context: CliContext;
  readonly act: (work: (root: string) => Promise<ExitCode>) => Promise<void>;
}

function addApproveAndCompile(policy: Command, { context, act }: Acting): void {
  policy
    .command("approve")
    .description("Shows what the workspace's policy changes and asks on the terminal; for people, not for agents.")
    .option("--withdraw", "take the approval back")
    .action((flags: { readonly withdraw?: boolean }) =>
      act(async (root) => (await load()).approveWorkspace(context, root, flags.withdraw === true)),
    );
  policy
    .command("compile")
    .description("The same passport for another system, on stdout.")
    .addOption(
      new Option("--to <target>", "for whom")
        .choices(["claude-code", "codex", "vault", "aws-session", "agentcore", "cedar"])
        .makeOptionMandatory(),
    )
    .requiredOption("--agent <passport>", "the passport's id: claude-code@staging")
    .option("--gateway <arn>", "for agentcore: the gateway's ARN")
    .option("--mount <path>", "for vault: where the KV engine is", "secret")
    .action((options: CompileOptions) => act(async (root) => (await load()).compilePassport(context, root, options)));
}

type ExplainFlags = Pick<ExplainOptions, "approved" | "json">;
interface EnvFlags {
  readonly clear?: boolean;
  readonly json?: boolean;
}

async function concluded(context: CliContext, work: (root: string) => Promise<ExitCode>): Promise<void> {
  process.exitCode = await conclude(context, async () => {
    const [{ policyRootOf }, { files }] = await Promise.all([
      import("../../guard/session-environment.ts"),
      context.ports(),
    ]);
    const root = policyRootOf(await workspaceRoot(context), files);
    if (files.realPath(root) === undefined) throw new LeastkeyError("not-found", `${root} is gone`, "go to a folder");
    return work(root);
  });
}
