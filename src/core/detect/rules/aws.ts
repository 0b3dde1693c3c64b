import type { Random } from "../random.ts";
import type { Provider, Told } from "../rule.ts";
import { run, uuid } from "../shape.ts";
import { awsAccountOf } from "../validate/aws-account.ts";

/** The id is half of a pair and says whose it is; AWS's own documentation keys all end in EXAMPLE. */
function account(value: string): Told | undefined {
  if (value.endsWith("EXAMPLE")) return undefined;
  const id = awsAccountOf(value);
  const temporary = value.startsWith("ASIA");
  return {
    ...(id === undefined ? {} : { reasons: [`it belongs to AWS account ${id}`] }),
    kind: temporary ? "temporary access key id" : "access key id",
    expiry: temporary ? { kind: "temporary" } : { kind: "never" },
  };
}

const pair = (random: Random): readonly string[] => [
  `AKIA${random.chars("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16)}`,
  `ASIA${random.chars("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16)}`,
];

export const aws: Provider = {
  id: "aws",
  title: "AWS",
  docs: { url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html", checked: "2026-11-24" },
  rules: [
    {
      id: "aws-access-key-id",
      kind: "access key id",
      match: {
        by: "shape",
        shapes: [
          ["AKIA", run("base32", 16)],
          ["ASIA", run("base32", 16)],
          ["ABIA", run("base32", 16)],
          ["ACCA", run("base32", 16)],
        ],
      },
      tier: "likely",
      inspect: account,
      samples: pair,
    },
    {
      id: "aws-secret-access-key",
      kind: "secret access key",
      match: {
        by: "key",
        shapes: [[run("base64", 40)]],
        words: ["aws", "amazon", "s3_", "ses_", "dynamo", "bedrock", "secret_access_key", "secretaccesskey", "akia"],
        key: /secret|accesskey|awskey|^key$|secretkey/,
      },
      expiry: { kind: "never" },
      reasons: ["it goes with an access key id"],
    },
    {
      id: "aws-session-token",
      kind: "session token",
      match: {
        by: "key",
        shapes: [[run("base64", 100, 2000)]],
        words: ["aws", "session_token", "sessiontoken"],
        key: /sessiontoken|securitytoken/,
      },
      expiry: { kind: "temporary" },
    },
    {
      id: "aws-bedrock-key",
      kind: "Bedrock API key",
      match: {
        by: "shape",
        shapes: [
          ["ABSK", run("base64", 109, 269)],
          ["bedrock-api-key-", run("base64", 60, 2000)],
        ],
      },
      privilege: "scoped",
    },
    {
      id: "aws-mws-token",
      kind: "Marketplace token",
      match: { by: "key", shapes: [["amzn.mws.", ...uuid]], words: ["mws", "amazon"] },
    },
  ],
};
