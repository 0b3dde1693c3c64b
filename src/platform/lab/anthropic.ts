import { callId, events, fields, flat, json, list, madeOf, type Protocol, type Reply, stepOf, text } from "./wire.ts";

const usage = { input_tokens: 10, output_tokens: 10 };

/** Anthropic Messages. */
export const anthropic: Protocol = {
  name: "anthropic",
  matches: (path) => path.endsWith("/v1/messages"),
  read: (body) => {
    const blocks = list(body["messages"]).flatMap((message) => list(fields(message)["content"]).map(fields));
    const used = blocks.filter((block) => block["type"] === "tool_use");
    const results = blocks.filter((block) => block["type"] === "tool_result");
    const spoken = list(body["messages"]).map((message) => {
      const { content } = fields(message);
      return list(content).length === 0
        ? content
        : list(content).filter((block) => !["tool_use", "tool_result"].includes(text(fields(block)["type"])));
    });
    return {
      stream: body["stream"] === true,
      tools: list(body["tools"]).map((tool) => text(fields(tool)["name"])),
      made: madeOf([...used.map((block) => block["id"]), ...results.map((block) => block["tool_use_id"])]),
      results: results.flatMap((block) => {
        const step = stepOf(block["tool_use_id"]);
        return step === undefined ? [] : [{ step, text: flat(block["content"]) }];
      }),
      rest: JSON.stringify([body["system"], spoken]),
    };
  },
  write: (reply, stream) => (stream ? events(streamed(reply), true) : json(message(reply))),
};

const blockOf = (reply: Reply) =>
  reply.kind === "call"
    ? { type: "tool_use", id: callId(reply.step, "toolu"), name: reply.call.name, input: reply.call.args }
    : { type: "text", text: reply.text };

const message = (reply: Reply) => ({
  id: "msg_lab",
  type: "message",
  role: "assistant",
  model: "lab",
  content: [blockOf(reply)],
  stop_reason: reply.kind === "call" ? "tool_use" : "end_turn",
  stop_sequence: null,
  usage,
});

function streamed(reply: Reply): readonly unknown[] {
  const block = blockOf(reply);
  const start = reply.kind === "call" ? { ...block, input: {} } : { type: "text", text: "" };
  const delta =
    reply.kind === "call"
      ? { type: "input_json_delta", partial_json: JSON.stringify(reply.call.args) }
      : { type: "text_delta", text: reply.text };
  return [
    { type: "message_start", message: { ...message(reply), content: [], stop_reason: null } },
    { type: "content_block_start", index: 0, content_block: start },
    { type: "content_block_delta", index: 0, delta },
    { type: "content_block_stop", index: 0 },
    { type: "message_delta", delta: { stop_reason: message(reply).stop_reason, stop_sequence: null }, usage },
    { type: "message_stop" },
  ];
}
