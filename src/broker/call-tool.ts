import * as v from "valibot";
import { LeastkeyError, messageOf } from "../core/errors.ts";
import type { Vault } from "../vaults/vault.ts";
import type { Broker } from "./broker.ts";
import { describePattern, type Pattern } from "./pattern.ts";
import type { ListedCredential, Peer, Refused } from "./permission.ts";
import { accessShape, httpShape, listShape, runShape } from "./tool-shapes.ts";
import type { Upstream } from "./upstream.ts";
import { useCommand } from "./use-command.ts";
import { useHttp } from "./use-http.ts";

/** What a tool says to the model. */
export interface ToolAnswer {
  readonly text: string;
  readonly isError: boolean;
}

/** What carries the tools out. */
export interface ToolContext {
  readonly broker: Broker;
  readonly upstream: Upstream;
  readonly vault: Vault;
  readonly env: NodeJS.ProcessEnv;
  readonly peer: Peer;
  readonly cwd: string | undefined;
}

/** One tool call with arguments that nobody has looked at yet. Every failure is an answer with a way forward. */
export async function callTool(name: string, args: unknown, context: ToolContext): Promise<ToolAnswer> {
  try {
    return await answer(name, args, context);
  } catch (error) {
    if (v.isValiError(error))
      return failed(`the arguments do not fit: ${faultOf(error.issues)}`, "see the tool's schema");
    if (error instanceof LeastkeyError) return failed(error.message, error.hint);
    return failed(`leastkey failed: ${messageOf(error)}`, "tell the user");
  }
}

async function answer(name: string, args: unknown, context: ToolContext): Promise<ToolAnswer> {
  switch (name) {
    case "list_credentials":
      v.parse(listShape, args);
      return list(await context.broker.list(context.peer));
    case "run_with_credential":
      return run(v.parse(runShape, args), context);
    case "http_request":
      return http(v.parse(httpShape, args), context);
    case "request_access":
      return access(v.parse(accessShape, args), context);
    default:
      return failed(`there is no tool ${name.slice(0, 60)}`, "list the tools");
  }
}

function list(credentials: readonly ListedCredential[]): ToolAnswer {
  if (credentials.length === 0) return said("no credential is open to this session");
  const rows = credentials.map(({ name, service, environment, hosts, actions }) => ({
    credential: name,
    service,
    environment,
    ...(hosts.length === 0 ? {} : { hosts }),
    ...(actions.length === 0 ? {} : { actions }),
  }));
  return said(JSON.stringify({ credentials: rows }, undefined, 1));
}

async function run(args: v.InferOutput<typeof runShape>, context: ToolContext): Promise<ToolAnswer> {
  const cwd = args.cwd ?? context.peer.root ?? context.cwd;
  if (cwd === undefined) return failed("it is not known where to run", "give cwd");
  const ran = await useCommand(context.broker, context, {
    peer: context.peer,
    credentials: args.credentials.map(({ credential, variable }) => ({ reference: credential, variable })),
    argv: args.command,
    cwd,
    purpose: args.purpose,
    timeoutMs: (args.timeout_seconds ?? 120) * 1000,
  });
  if (ran.kind === "refused") return refusal(ran);
  const end = ran.timedOut
    ? "ended by leastkey: out of time"
    : `exit code ${String(ran.exitCode ?? "none (a signal ended it)")}`;
  const parts = [
    end,
    ...(ran.stdout === "" ? [] : [`stdout:\n${ran.stdout}`]),
    ...(ran.stderr === "" ? [] : [`stderr:\n${ran.stderr}`]),
  ];
  return { text: parts.join("\n"), isError: ran.exitCode !== 0 };
}

async function http(args: v.InferOutput<typeof httpShape>, context: ToolContext): Promise<ToolAnswer> {
  const { peer, broker, upstream } = context;
  const { credential, method, url, headers = {}, body, purpose } = args;
  const sent = await useHttp(broker, upstream, { peer, credential, method, url, headers, body, purpose });
  if (sent.kind === "refused") return refusal(sent);
  const head = Object.entries(sent.headers).map(([name, value]) => `${name}: ${value}`);
  const note = sent.isCut ? ["[the rest of the body was left out]"] : [];
  return {
    text: [`HTTP ${String(sent.status)}`, ...head, "", sent.body, ...note].join("\n"),
    isError: sent.status >= 400,
  };
}

async function access(args: v.InferOutput<typeof accessShape>, { broker, peer }: ToolContext): Promise<ToolAnswer> {
  const pattern = patternIn(args);
  if (pattern === undefined) return failed("it names neither a command nor a request, or both", "name one of the two");
  const { credential, purpose, minutes = 15 } = args;
  const got = await broker.request({ peer, credential, pattern, purpose, ttlSeconds: minutes * 60 });
  if (got.kind === "refused") return refusal(got);
  const until = new Date(got.grant.expires).toISOString();
  const uses = got.grant.usesLeft === 1 ? "once" : "as often as needed";
  return said(`granted: ${describePattern(pattern)} with ${credential}, ${uses}, until ${until}`);
}

function patternIn({ command, request }: v.InferOutput<typeof accessShape>): Pattern | undefined {
  if (command !== undefined && request === undefined) return { kind: "command", argv: command };
  if (request === undefined || command !== undefined) return undefined;
  return { kind: "http", method: request.method, host: request.host.toLowerCase(), path: request.path };
}

const faultOf = (issues: readonly v.BaseIssue<unknown>[]): string => {
  const [issue] = issues;
  const path = issue === undefined ? null : v.getDotPath(issue);
  return path === null ? "wrong shape" : `${path} is missing, unknown or of the wrong type`;
};
const said = (text: string): ToolAnswer => ({ text, isError: false });
const failed = (what: string, hint: string): ToolAnswer => ({ text: `${what}\nhint: ${hint}`, isError: true });
const refusal = ({ reason, hint }: Refused): ToolAnswer => failed(`leastkey refused: ${reason}`, hint);
