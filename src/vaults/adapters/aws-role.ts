import { Secret } from "../../core/secret.ts";
import type { BackendOptions, Lease } from "../backend.ts";
import { badReference, denied, unreachable } from "../failure.ts";
import { formBody, type JsonRecord } from "../json.ts";
import type { Aws } from "./aws-client.ts";

export const isRoleReference = (reference: string): boolean => /^(?:secret)?ref\+awssts:/.test(reference);

interface RoleRequest {
  readonly aws: Aws;
  readonly options: BackendOptions;
  readonly role: string; // ARN
  readonly region: string;
  readonly reference: string;
  readonly leases: Lease[];
}

/** STS gives at least 900 seconds. Each scope is the ARN of a policy that the session is cut down to. */
export async function assumeRole({ aws, options, role, region, reference, leases }: RoleRequest): Promise<JsonRecord> {
  const { title } = options.facts;
  if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/.test(role)) {
    throw badReference(title, "it names no role", "ref+awssts://arn:aws:iam::ACCOUNT:role/NAME#/AccessKeyId");
  }
  const { ttlSeconds = 900, scopes = [] } = options.limits;
  const seconds = Math.max(900, ttlSeconds);
  const policies = Object.fromEntries(scopes.map((arn, at) => [`PolicyArns.member.${String(at + 1)}.arn`, arn]));
  const { status, body } = await aws({
    service: "sts",
    region,
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: formBody({
      Action: "AssumeRole",
      Version: "2011-06-15",
      RoleArn: role,
      RoleSessionName: `leastkey-${String(options.ports.now())}`,
      DurationSeconds: String(seconds),
      ...policies,
    }),
    isRepeatable: true,
  });
  if (status === 403 || status === 400) {
    throw denied(
      title,
      `assume ${role}`,
      "the role has to trust this login, and every --scope has to be a policy's ARN",
    );
  }
  const fields = ["AccessKeyId", "SecretAccessKey", "SessionToken"].map((name) => [name, element(body, name)] as const);
  if (status !== 200 || fields.some(([, value]) => value === undefined)) {
    throw unreachable(title, "gave no session for the role", "try again; nothing was changed");
  }
  leases.push({ reference, id: "", seconds });
  return Object.fromEntries(fields.map(([name, value]) => [name, value?.reveal()]));
}

/** One leaf of the reply's XML; its three credentials hold base64 alone, so nothing in them is escaped. */
function element(body: Secret, name: string): Secret | undefined {
  const value = new RegExp(`<${name}>([^<]{1,4096})</${name}>`).exec(body.reveal())?.[1];
  return value === undefined ? undefined : Secret.of(value.trim());
}
