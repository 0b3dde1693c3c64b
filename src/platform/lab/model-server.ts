import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import * as zlib from "node:zlib";
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import { LeastkeyError, messageOf } from "../../core/errors.ts";
import { anthropic } from "./anthropic.ts";
import { gemini } from "./gemini.ts";
import { openaiChat } from "./openai-chat.ts";
import { openaiResponses } from "./openai-responses.ts";
import { fields, list, type ModelRequest, type Reply, type ScriptedCall } from "./wire.ts";

const protocols = [anthropic, openaiChat, openaiResponses, gemini];

/** What the server saw while a script ran. */
export interface Seen {
  readonly requests: number;
  /** The last that was said of each step. */
  readonly results: ReadonlyMap<number, string>;
  /** How many steps were asked for. */
  readonly asked: number;
  /** Everything the agent sent of its own accord. */
  readonly rest: readonly string[];
  /** Requests to `/lab/NUMBER/...`: what commands sent away. */
  readonly sent: readonly { readonly step: string; readonly text: string }[];
  /** Hosts off this machine that somebody wanted to reach through the proxy; none was. */
  readonly refusedHosts: readonly string[];
  /** The names of the tools that the agent offered. */
  readonly tools: readonly string[];
}

export interface ModelServer {
  readonly url: string;
  /** Starts a script: calls in order, then a closing text. `isMain`: is this the conversation, by its tools. */
  play(script: readonly ScriptedCall[], isMain: (tools: readonly string[]) => boolean): void;
  seen(): Seen;
  /** Since the script was started, or since somebody last asked for something. */
  silentForMs(): number;
  close(): Promise<void>;
}

interface State {
  script: readonly ScriptedCall[];
  isMain: (tools: readonly string[]) => boolean;
  requests: number;
  asked: number;
  results: Map<number, string>;
  rest: string[];
  sent: { step: string; text: string }[];
  refused: Set<string>;
  tools: readonly string[];
  heard: number;
}

/** A script of which nothing was asked yet. */
const begun = (script: State["script"], isMain: State["isMain"]): State => ({
  script,
  isMain,
  requests: 0,
  asked: 0,
  results: new Map(),
  rest: [],
  sent: [],
  refused: new Set(),
  tools: [],
  heard: performance.now(),
});

/** A model with a script, on the loopback address and a free port. It is also the proxy that lets nothing out. */
export async function startModel(): Promise<ModelServer> {
  const state = begun([], () => true);
  const server = createServer((request, response) => {
    respond(request, response, state).catch((error: unknown) => {
      response.writeHead(500).end(messageOf(error));
    });
  });
  // Agents reset these sockets when they are refused; that is no failure of the lab.
  server.on("connect", (request, socket) => {
    state.refused.add(request.url ?? "?");
    socket.on("error", () => undefined);
    socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
  });
  server.on("clientError", (_, socket) => {
    socket.on("error", () => undefined);
    socket.destroy();
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${String(port)}`,
    play: (script, isMain) => void Object.assign(state, begun(script, isMain)),
    silentForMs: () => performance.now() - state.heard,
    seen: () => ({ ...state, refusedHosts: [...state.refused] }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) =>
      reject(new LeastkeyError("busy", "the scripted model could not listen on 127.0.0.1", messageOf(error), error)),
    );
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}

async function respond(request: IncomingMessage, response: ServerResponse, state: State): Promise<void> {
  state.heard = performance.now();
  const raw = await bodyOf(request);
  const url = request.url ?? "/";
  const path = url.replace(/^http:\/\/[^/]+/, "").replace(/\?.*$/, "");
  const host = /^http:\/\/([^/]+)/.exec(url)?.[1];
  if (host !== undefined && !/^(?:127\.|localhost)/.test(host)) {
    state.refused.add(host);
    response.writeHead(403).end();
    return;
  }
  const step = /^\/lab\/(\d+)/.exec(path)?.[1];
  if (step !== undefined) {
    state.sent.push({ step, text: `${url}\n${JSON.stringify(request.headers)}\n${raw}` });
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
    return;
  }
  state.requests += 1;
  const protocol = request.method === "POST" ? protocols.find(({ matches }) => matches(path)) : undefined;
  if (protocol === undefined) {
    if (raw !== "") state.rest.push(raw);
    other(path, request.method ?? "GET", response);
    return;
  }
  const asked = protocol.read(fields(parsed(raw)), path);
  const answer = protocol.write(replyTo(asked, state), asked.stream);
  response.writeHead(200, { "content-type": answer.type }).end(answer.body);
}

function replyTo(asked: ModelRequest, state: State): Reply {
  state.rest.push(asked.rest);
  if (asked.tools.length === 0) return { kind: "text", text: '{"title":"boundary test","isNewTopic":false}' };
  if (!state.isMain(asked.tools)) return { kind: "text", text: "nothing to do" };
  state.tools = asked.tools;
  for (const { step, text } of asked.results) state.results.set(step, text);
  const call = state.script[asked.made];
  if (call === undefined) return { kind: "text", text: "done" };
  state.asked = Math.max(state.asked, asked.made + 1);
  return { kind: "call", step: asked.made, call: inSession(call, state) };
}

/** `{session}` becomes the number of the shell that was opened last, as its result tells it. */
function inSession(call: ScriptedCall, { results }: State): ScriptedCall {
  const text = JSON.stringify(call.args);
  if (!text.includes('"{session}"')) return call;
  const session = [...results.values()].flatMap((result) => /session ID (\d+)/i.exec(result)?.[1] ?? []).at(-1) ?? "0";
  return { ...call, args: fields(JSON.parse(text.replaceAll('"{session}"', session))) };
}

/** Model lists, token counts, telemetry. What is uploaded counts as sent by the agent itself. */
function other(path: string, method: string, response: ServerResponse): void {
  const send = (code: number, body: unknown): void => {
    response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
  if (path.endsWith("count_tokens")) return send(200, { input_tokens: 10 });
  if (path.endsWith(":countTokens")) return send(200, { totalTokens: 10 });
  if (path.endsWith("/models")) return send(200, { object: "list", data: [{ id: "stub-model", object: "model" }] });
  return method === "GET" || method === "HEAD" ? send(200, {}) : send(404, { error: { message: "not in the lab" } });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  const whole = Buffer.concat(chunks);
  try {
    return inflated(whole, request.headers["content-encoding"] ?? "").toString("utf8");
  } catch {
    return whole.toString("latin1"); // searched as it is
  }
}

function inflated(body: Buffer, encoding: string): Buffer {
  switch (encoding) {
    case "gzip":
      return gunzipSync(body);
    case "br":
      return brotliDecompressSync(body);
    case "deflate":
      return inflateSync(body);
    case "zstd": {
      // Node 20 has none; Codex compresses only when it is told to.
      const unzstd: unknown = Reflect.get(zlib, "zstdDecompressSync");
      const plain: unknown = typeof unzstd === "function" ? Reflect.apply(unzstd, undefined, [body]) : body;
      return Buffer.isBuffer(plain) ? plain : body;
    }
    default:
      return body;
  }
}

function parsed(raw: string): unknown {
  try {
    const value: unknown = JSON.parse(raw);
    return Array.isArray(value) ? { messages: list(value) } : value;
  } catch {
    return {};
  }
}
