import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { AwsClient } from "aws4fetch";
import { compileFor } from "../../src/policy/compile/compile-for.ts";
import { parsePolicy } from "../../src/policy/parse-policy.ts";
import { programOf, type Running, startServer } from "../vaults/real-servers.ts";

/**
 * What `leastkey policy compile aws-session` writes, in force on moto with its IAM checks switched on. moto (5.2)
 * checks the actions of a role's own policy, signed requests included, but neither the Policy of AssumeRole nor
 * resources and conditions; so the document stands in the role, and what its tags do is looked at in compile.test.ts.
 */
const moto = programOf("moto_server");
const skip = moto === undefined ? "moto is not installed: pip install 'moto[server]'" : false;
const source = `agents:
  claude-code@staging:
    permissions: { dynamodb: [read, write, delete], sqs: [read], crm: [read] }
    restrictions: [no-delete, no-cross-account]
`;
const role = "arn:aws:iam::123456789012:role/agent";
const trust = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }],
};
let server: Running | undefined;
let agent: AwsClient | undefined;

interface Call {
  readonly service: string;
  /** "DynamoDB_20120810.GetItem" for services that speak JSON, else the name of an action. */
  readonly action: string;
  readonly content?: Readonly<Record<string, string>>;
}

async function ask(client: AwsClient, { service, action, content = {} }: Call) {
  const isJson = action.includes(".");
  const body = isJson
    ? JSON.stringify(content)
    : new URLSearchParams({ Action: action, Version: versions[service] ?? "", ...content }).toString();
  const type = isJson ? "application/x-amz-json-1.0" : "application/x-www-form-urlencoded";
  const headers = { "content-type": type, ...(isJson ? { "x-amz-target": action } : {}) };
  const signing = { service, region: "us-east-1" };
  const reply = await client.fetch(`${server?.address ?? ""}/`, { method: "POST", body, headers, aws: signing });
  return { status: reply.status, text: await reply.text() };
}
const versions: Readonly<Record<string, string>> = {
  iam: "2010-05-08",
  sts: "2011-06-15",
  sqs: "2012-11-05",
  ec2: "2016-11-15",
};

before(async () => {
  if (moto === undefined) return;
  // The first three calls are not checked: the ones that make the role.
  const env = { INITIAL_NO_AUTH_ACTION_COUNT: "3" };
  server = await startServer(moto, (port) => ["-H", "127.0.0.1", "-p", String(port)], "/moto-api/", env);
  const [passport] = parsePolicy(source, "p").policy?.passports ?? [];
  assert.ok(passport);
  const policy = compileFor("aws-session", { passport, labels: [], mount: "secret", gateway: undefined });
  const maker = new AwsClient({ accessKeyId: ["AKIA", "TESTTESTTESTTEST"].join(""), secretAccessKey: "x".repeat(40) });
  const make = async (call: Call): Promise<string> => {
    const { status, text } = await ask(maker, call);
    assert.equal(status, 200, text);
    return text;
  };
  const RoleName = "agent";
  await make({
    service: "iam",
    action: "CreateRole",
    content: { RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) },
  });
  // moto reads the document as AWS does, and refuses what is no policy.
  await make({
    service: "iam",
    action: "PutRolePolicy",
    content: { RoleName, PolicyName: "passport", PolicyDocument: policy },
  });
  const session = await make({
    service: "sts",
    action: "AssumeRole",
    content: { RoleArn: role, RoleSessionName: "test" },
  });
  const part = (name: string): string => new RegExp(`<${name}>([^<]+)<`).exec(session)?.[1] ?? "";
  agent = new AwsClient({
    accessKeyId: part("AccessKeyId"),
    secretAccessKey: part("SecretAccessKey"),
    sessionToken: part("SessionToken"),
  });
});
after(() => server?.stop());

const table = { TableName: "customers" };
const permitted: readonly (readonly [string, Call])[] = [
  ["a service of the passport is read", { service: "dynamodb", action: "DynamoDB_20120810.ListTables" }],
  ["its one object too", { service: "dynamodb", action: "DynamoDB_20120810.DescribeTable", content: table }],
  ["and another of its services", { service: "sqs", action: "ListQueues" }],
];
for (const [what, call] of permitted) {
  void test(`AWS session policy, in force: ${what}`, { skip }, async () => {
    assert.ok(agent);
    const { status, text } = await ask(agent, call);
    assert.doesNotMatch(text, /AccessDenied|not authorized/);
    assert.ok(status < 403, text); // 400: there is no such table
  });
}
const refused: readonly (readonly [string, Call])[] = [
  [
    "nothing is deleted, although a line permits it: no-delete wins",
    { service: "dynamodb", action: "DynamoDB_20120810.DeleteTable", content: table },
  ],
  [
    "what is only read is not written",
    { service: "sqs", action: "SendMessage", content: { QueueUrl: "q", MessageBody: "x" } },
  ],
  ["no queue is emptied", { service: "sqs", action: "PurgeQueue", content: { QueueUrl: "q" } }],
  ["another service is refused", { service: "ec2", action: "DescribeInstances" }],
  ["no machine is ended", { service: "ec2", action: "TerminateInstances", content: { "InstanceId.1": "i-1" } }],
  [
    "no other role is taken",
    { service: "sts", action: "AssumeRole", content: { RoleArn: role, RoleSessionName: "other" } },
  ],
  ["no user is made", { service: "iam", action: "CreateUser", content: { UserName: "other" } }],
];
for (const [what, call] of refused) {
  void test(`AWS session policy, in force: ${what}`, { skip }, async () => {
    assert.ok(agent);
    const { status, text } = await ask(agent, call);
    assert.match(text, /AccessDenied|not authorized|UnauthorizedOperation/, `${String(status)} ${text}`);
  });
}
