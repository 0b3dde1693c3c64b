import { AwsV4Signer } from "aws4fetch";
import { Secret } from "../../core/secret.ts";
import type { BackendOptions, HttpReply } from "../backend.ts";
import { notLoggedIn } from "../failure.ts";
import { recordOf, secretIn } from "../json.ts";

export interface AwsCall {
  readonly service: "secretsmanager" | "sts";
  readonly region: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Secret;
  readonly isRepeatable: boolean;
}

export type Aws = (call: AwsCall) => Promise<HttpReply>;

interface Keys {
  readonly id: Secret;
  readonly key: Secret;
  readonly session: Secret | undefined;
}

/**
 * Signed requests. Keys come from the environment, else from `aws configure export-credentials` (which knows SSO,
 * profiles and roles), else from ~/.aws/credentials. Refused: the SDK, half a megabyte for two calls, and Node 22 from
 * January 2027.
 */
export function awsClient(options: BackendOptions): Aws {
  const { ports, facts, setting } = options;
  let keys: Promise<Keys> | undefined;
  return async ({ service, region, headers, body, isRepeatable }) => {
    keys ??= keysOf(options);
    const { id, key, session } = await keys;
    const url = `${setting("address") ?? `https://${service}.${region}.amazonaws.com`}/`;
    const signer = new AwsV4Signer({
      method: "POST",
      url,
      headers: { ...headers },
      body: body.reveal(),
      accessKeyId: id.reveal(),
      secretAccessKey: key.reveal(),
      ...(session === undefined ? {} : { sessionToken: session.reveal() }),
      service,
      region,
    });
    const signed = await signer.sign();
    const signedHeaders = Object.fromEntries([...signed.headers].map(([name, value]) => [name, Secret.of(value)]));
    return ports.http(facts.title, { method: "POST", url, headers: signedHeaders, body, isRepeatable });
  };
}

async function keysOf(options: BackendOptions): Promise<Keys> {
  const { secret } = options;
  const [id, key, session] = [
    await secret("access-key-id"),
    await secret("secret-access-key"),
    await secret("session-token"),
  ];
  if (id !== undefined && key !== undefined) return { id, key, session };
  return (await fromProgram(options)) ?? fromFile(options);
}

async function fromProgram({ ports, facts, setting }: BackendOptions): Promise<Keys | undefined> {
  const profile = setting("profile");
  const args = [
    "configure",
    "export-credentials",
    "--format",
    "process",
    ...(profile === undefined ? [] : ["--profile", profile]),
  ];
  const result = await ports.run(facts.title, { file: "aws", args }).catch(() => undefined); // not installed: the file is next
  const record = result?.code === 0 ? recordOf(result.stdout) : undefined;
  const [id, key] = [secretIn(record, "AccessKeyId"), secretIn(record, "SecretAccessKey")];
  return id === undefined || key === undefined ? undefined : { id, key, session: secretIn(record, "SessionToken") };
}

function fromFile({ ports, facts, setting }: BackendOptions): Keys {
  const text = ports.files.readText(`${ports.userHome}/.aws/credentials`) ?? "";
  const wanted = setting("profile") ?? "default";
  const found = new Map<string, Secret>();
  let section = "";
  for (const line of text.split(/\r?\n/)) {
    section = /^\s*\[(?:profile\s+)?([^\]]+)\]/.exec(line)?.[1]?.trim() ?? section;
    const [, name, value] = /^\s*([a-z_]+)\s*=\s*(\S+)\s*$/.exec(line) ?? [];
    if (section === wanted && name !== undefined && value !== undefined) found.set(name, Secret.of(value));
  }
  const [id, key] = [found.get("aws_access_key_id"), found.get("aws_secret_access_key")];
  if (id !== undefined && key !== undefined) return { id, key, session: found.get("aws_session_token") };
  throw notLoggedIn(facts.title, "log in with 'aws sso login' or 'aws configure', or set AWS_PROFILE");
}
