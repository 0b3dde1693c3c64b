import {
  callId,
  events,
  type Fields,
  fields,
  flat,
  json,
  list,
  madeOf,
  type Protocol,
  type Reply,
  stepOf,
  text,
} from "./wire.ts";

/** OpenAI Responses. */
export const openaiResponses: Protocol = {
  name: "openai-responses",
  matches: (path) => path.endsWith("/responses"),
  read: (body) => {
    const items = list(body["input"]).map(fields);
    const isOutput = (type: unknown): boolean => type === "function_call_output" || type === "custom_tool_call_output";
    const results = items.filter(({ type }) => isOutput(type));
    const calls = items.filter(({ type }) => type === "function_call" || type === "custom_tool_call");
    return {
      stream: body["stream"] === true,
      tools: list(body["tools"]).flatMap((tool) => namesOf(fields(tool))),
      made: madeOf([...calls, ...results].map((item) => item["call_id"])),
      results: results.flatMap((item) => {
        const step = stepOf(item["call_id"]);
        return step === undefined ? [] : [{ step, text: flat(item["output"]) }];
      }),
      rest: JSON.stringify([
        body["instructions"],
        items.filter((item) => !results.includes(item) && !calls.includes(item)),
      ]),
    };
  },
  write: (reply, stream) => (stream ? events(streamed(reply), true) : json(response(reply, "completed"))),
};

/** Codex offers the tools of an MCP server in a namespace of their own; they are spelt `mcp__server/tool` here. */
function namesOf(tool: Fields): readonly string[] {
  const name = text(tool["name"]) || text(tool["type"]);
  const inside = list(tool["tools"]).map((one) => `${name}/${text(fields(one)["name"])}`);
  return inside.length > 0 ? inside : [name];
}

function nameOf(spelt: string): Fields {
  const [namespace, name] = spelt.split("/");
  return name === undefined ? { name: spelt } : { namespace, name };
}

const itemOf = (reply: Reply) =>
  reply.kind === "call"
    ? {
        type: "function_call",
        id: callId(reply.step, "fc"),
        call_id: callId(reply.step),
        ...nameOf(reply.call.name),
        arguments: JSON.stringify(reply.call.args),
        status: "completed",
      }
    : {
        type: "message",
        id: "msg_lab",
        role: "assistant",
        status: "completed",
        content: [{ type: "output_text", text: reply.text, annotations: [] }],
      };

const response = (reply: Reply, status: "completed" | "in_progress") => ({
  id: "resp_lab",
  object: "response",
  created_at: 1_800_000_000,
  model: "stub-model",
  status,
  output: status === "completed" ? [itemOf(reply)] : [],
  usage: {
    input_tokens: 10,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: 10,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 20,
  },
});

const streamed = (reply: Reply): readonly unknown[] => [
  { type: "response.created", sequence_number: 0, response: response(reply, "in_progress") },
  { type: "response.output_item.added", sequence_number: 1, output_index: 0, item: itemOf(reply) },
  { type: "response.output_item.done", sequence_number: 2, output_index: 0, item: itemOf(reply) },
  { type: "response.completed", sequence_number: 3, response: response(reply, "completed") },
];
