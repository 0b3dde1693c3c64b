import { createHash, randomInt } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Environment, Privilege, Tier } from "../../src/core/finding.ts";
import type { Secret } from "../../src/core/secret.ts";
import * as shop from "./shop.ts";
import * as around from "./surroundings.ts";
import * as values from "./values.ts";

/** One secret in the sample and the least that a scan must say about it. */
export interface Planted {
  readonly file: string; // relative to the workspace, "/" between parts
  readonly line: number;
  readonly name: string;
  readonly value: Secret; // of a credential URL: its password
  readonly tier: Tier; // or better
  readonly provider: string; // "unknown" for generic ones
  readonly environment?: Environment; // where the place or the value tells it
  readonly privilege?: Privilege;
}

export interface Sample {
  readonly root: string;
  readonly files: readonly string[];
  readonly planted: readonly Planted[];
  /** The payment key in src/payments.ts: what gets moved. */
  readonly paymentKey: Planted;
  /** The bare UUID in scripts/old/volume-resize.sh: what the incident was done with. */
  readonly paasToken: Planted;
  /** The line that `npm run demo` prints. */
  readonly receipt: string;
}

type Plan = Omit<Planted, "file" | "line">;
interface SampleFile {
  readonly path: string;
  readonly text: string;
  readonly plants?: readonly Plan[];
  readonly executable?: true;
}

/**
 * Writes the workspace "nine seconds": a small shop with its secrets where shops have them. Every value is made here,
 * from the seed (a random one when none is given), and none was ever valid. Refuses a folder that has something in it.
 */
export function writeSample(root: string, seed: number = randomInt(2 ** 31)): Sample {
  if (existsSync(root) && readdirSync(root).length > 0) throw new Error(`${root} is not empty`);
  const files = sampleFiles(values.dice(seed));
  for (const { path, text, executable } of files) {
    const full = join(root, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
    if (executable) chmodSync(full, 0o755);
  }
  const planted = files.flatMap(({ path, text, plants = [] }) =>
    plants.map((plan) => ({ ...plan, file: path, line: lineOf(text, plan.value) })),
  );
  const only = (file: string): Planted => {
    const [first] = planted.filter((plant) => plant.file === file);
    if (first === undefined) throw new Error(`nothing is planted in ${file}`);
    return first;
  };
  return {
    root,
    files: files.map(({ path }) => path),
    planted,
    paymentKey: only("src/payments.ts"),
    paasToken: only("scripts/old/volume-resize.sh"),
    receipt: shop.receiptLine,
  };
}

function lineOf(text: string, value: Secret): number {
  const at = text.indexOf(value.reveal());
  if (at < 0) throw new Error("a planted value is not in its file");
  return text.slice(0, at).split("\n").length;
}

function sampleFiles(roll: values.Dice): readonly SampleFile[] {
  return [...programFiles(roll), ...settingsFiles(roll), ...scriptFiles(roll), ...plainFiles];
}

function programFiles(roll: values.Dice): readonly SampleFile[] {
  const live = values.stripeKey(roll, "live");
  const sandbox = values.stripeKey(roll, "test");
  const salt = values.pick(roll, "0123456789abcdef", 16);
  const digest = createHash("sha256").update(salt).update(live.reveal()).digest("hex");
  return [
    {
      path: "src/payments.ts",
      text: shop.paymentsTs(live.reveal()),
      plants: [
        {
          name: "stripeSecretKey",
          value: live,
          tier: "likely",
          provider: "Stripe",
          environment: "production",
          privilege: "omnibus",
        },
      ],
    },
    {
      path: "test/checkout.test.ts",
      text: around.checkoutTest(sandbox.reveal()),
      plants: [{ name: "stripeSecretKey", value: sandbox, tier: "weak", provider: "Stripe", environment: "test" }],
    },
    { path: "demo/accepted.json", text: shop.acceptedJson(salt, digest) },
  ];
}

function settingsFiles(roll: values.Dice): readonly SampleFile[] {
  const github = values.githubToken(roll);
  const sendgrid = values.sendgridKey(roll);
  const session = values.password(roll, 44);
  const slack = values.slackBotToken(roll);
  const staging = values.password(roll, 24);
  const production = values.password(roll, 28);
  return [
    {
      path: ".env",
      text: around.envFile({ github: github.reveal(), sendgrid: sendgrid.reveal(), session: session.reveal() }),
      plants: [
        { name: "GITHUB_TOKEN", value: github, tier: "verified", provider: "GitHub", privilege: "omnibus" },
        { name: "SENDGRID_API_KEY", value: sendgrid, tier: "likely", provider: "SendGrid" },
        { name: "SESSION_SECRET", value: session, tier: "generic", provider: "unknown" },
      ],
    },
    {
      path: ".env.staging",
      text: around.envStaging({
        database: `postgres://shop:${staging.reveal()}@db.staging.nine-seconds.shop:5432/shop`,
        slack: slack.reveal(),
      }),
      plants: [
        { name: "DATABASE_URL", value: staging, tier: "likely", provider: "Credential URL", environment: "staging" },
        { name: "SLACK_BOT_TOKEN", value: slack, tier: "likely", provider: "Slack", environment: "staging" },
      ],
    },
    {
      path: "config/production.yaml",
      text: around.productionYaml(
        `postgres://shop_app:${production.reveal()}@shop-prod.cq2k8vbn1x0d.eu-central-1.rds.amazonaws.com:5432/shop`,
      ),
      plants: [
        { name: "url", value: production, tier: "likely", provider: "Credential URL", environment: "production" },
      ],
    },
  ];
}

function scriptFiles(roll: values.Dice): readonly SampleFile[] {
  const npm = values.npmToken(roll);
  const id = values.awsKeyId(roll);
  const secret = values.awsSecret(roll);
  const token = values.uuidToken(roll);
  return [
    {
      path: ".github/workflows/deploy.yml",
      text: around.workflow(npm.reveal()),
      plants: [{ name: "NPM_TOKEN", value: npm, tier: "verified", provider: "npm" }],
    },
    {
      path: "scripts/deploy.sh",
      text: around.deploySh({ id: id.reveal(), secret: secret.reveal() }),
      plants: [
        { name: "AWS_ACCESS_KEY_ID", value: id, tier: "likely", provider: "AWS" },
        { name: "AWS_SECRET_ACCESS_KEY", value: secret, tier: "likely", provider: "AWS" },
      ],
      executable: true,
    },
    {
      path: "scripts/old/volume-resize.sh",
      text: around.volumeResizeSh(token.reveal()),
      plants: [{ name: "RAILWAY_API_TOKEN", value: token, tier: "likely", provider: "Railway", privilege: "omnibus" }],
      executable: true,
    },
  ];
}

const plainFiles: readonly SampleFile[] = [
  { path: "package.json", text: shop.packageJson },
  { path: "tsconfig.json", text: shop.tsconfigJson },
  { path: "src/node.d.ts", text: shop.nodeTypes },
  { path: "src/types.ts", text: shop.typesTs },
  { path: "src/shop.ts", text: shop.shopTs },
  { path: "demo/run.mjs", text: shop.runMjs },
  { path: "demo/payment-server.mjs", text: shop.paymentServerMjs },
  { path: "demo/types-out.mjs", text: shop.typesOutMjs },
  { path: "README.md", text: around.readme },
  { path: ".gitignore", text: around.gitignore },
  { path: ".env.example", text: around.envExample },
  { path: "CLAUDE.md", text: around.claudeMd },
  { path: "AGENTS.md", text: around.agentsMd },
  { path: ".cursor/rules/shop.mdc", text: around.cursorRule },
];
