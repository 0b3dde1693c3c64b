import type { Passport } from "../passport.ts";
import { forbids } from "./forbids.ts";

/** Verbs of AWS actions by what they do; IAM wants the service before the colon, so "*" is spelt out. */
const verbs = {
  read: ["Get*", "List*", "Describe*", "BatchGet*", "Query", "Scan", "Head*"],
  write: ["Put*", "Create*", "Update*", "Tag*", "Send*", "Publish*", "Invoke*", "Start*", "BatchWrite*"],
  delete: ["Delete*", "Terminate*", "Remove*", "Purge*", "BatchDelete*", "Deregister*", "Schedule*Deletion"],
} as const;
const common = ["s3", "dynamodb", "rds", "ec2", "lambda", "sqs", "sns", "logs", "cloudwatch", "ecs", "ecr", "ssm"];
const known = new Set([...common, "secretsmanager", "kms", "iam", "sts", "cloudformation", "eks", "elasticache"]);

interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  readonly Resource: "*" | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/**
 * A session policy for `sts:AssumeRole --policy`: what the session may do at most, whatever its role can. Services that
 * are AWS's own become their actions; every other service becomes its credential in Secrets Manager, by its name
 * ENVIRONMENT/SERVICE/. A resource's tag `environment` has to be one of the passport's; untagged resources stay out.
 */
export function awsSessionPolicy(passport: Passport): string {
  const own = passport.permissions.filter(({ service }) => service === "aws" || known.has(service));
  const others = passport.permissions.filter((one) => !own.includes(one));
  const tagged = { StringEquals: { "aws:ResourceTag/environment": passport.environments } };
  const direct = own.map((permission, at): Statement => {
    const services = permission.service === "aws" ? common : [permission.service];
    const names = permission.actions.flatMap((action) => verbs[action]);
    const Action = services.flatMap((service) => names.map((name) => `${service}:${name}`));
    return { Sid: `Permit${String(at)}`, Effect: "Allow", Action, Resource: "*", Condition: tagged };
  });
  const secrets = others.flatMap(({ service }) =>
    passport.environments.map((environment) => `arn:aws:secretsmanager:*:*:secret:${environment}/${service}/*`),
  );
  const read: Statement = {
    Sid: "ReadCredentials",
    Effect: "Allow",
    Action: ["secretsmanager:GetSecretValue"],
    Resource: secrets,
  };
  const denied: readonly Statement[] = [
    ...(forbids(passport, "no-delete")
      ? [
          deny(
            "NoDelete",
            [...known].flatMap((one) => verbs.delete.map((name) => `${one}:${name}`)),
          ),
        ]
      : []),
    ...(forbids(passport, "no-cross-account")
      ? [deny("NoCrossAccount", ["sts:AssumeRole*", "sts:GetFederationToken"])]
      : []),
  ];
  const Statement = [...direct, ...(secrets.length > 0 ? [read] : []), ...denied];
  return `${JSON.stringify({ Version: "2012-10-17", Statement }, undefined, 2)}\n`;
}

const deny = (Sid: string, Action: readonly string[]): Statement => ({ Sid, Effect: "Deny", Action, Resource: "*" });
