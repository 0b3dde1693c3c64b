import { callId, events, fields, flat, json, list, madeOf, type Protocol, type Reply, stepOf, text } from "./wire.ts";

const usage = { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20 };

/** OpenAI Chat Completions. */
export const openaiChat: Protocol = {
  name: "openai-chat",
  matches: (path) => path.endsWith("/chat/completions"),
  read: (body) => {
    const messages = list(body["messages"]).map(fields);
    const calls = messages.flatMap((message) => list(message["tool_calls"]).map((call) => fields(call)["id"]));
    const results = messages.filter((message) => message["role"] === "tool");
    return {
      stream: body["stream"] === true,
      tools: list(body["tools"]).map((tool) => text(fields(fields(tool)["function"])["name"])),
      made: madeOf([...calls, ...results.map((message) => message["tool_call_id"])]),
      results: results.flatMap((message) => {
        const step = stepOf(message["tool_call_id"]);
        return step === undefined ? [] : [{ step, text: flat(message["content"]) }];
      }),
      rest: JSON.stringify(messages.filter(({ role }) => role !== "tool").map(({ content }) => content)),
    };
  },
  write: (reply, stream) => (stream ? events(streamed(reply), false, "data: [DONE]\n\n") : json(whole(reply))),
};

const base = { id: "chatcmpl-lab", created: 1_800_000_000, model: "stub-model" };

const callOf = ({ step, call }: Extract<Reply, { kind: "call" }>) => ({
  id: callId(step),
  type: "function",
  function: { name: call.name, arguments: JSON.stringify(call.args) },
});

const finish = (reply: Reply) => (reply.kind === "call" ? "tool_calls" : "stop");

const whole = (reply: Reply) => ({
  ...base,
  object: "chat.completion",
  choices: [
    {
      index: 0,
      message: {
        role: "assistant",
        ...(reply.kind === "call" ? { content: null, tool_calls: [callOf(reply)] } : { content: reply.text }),
      },
      finish_reason: finish(reply),
    },
  ],
  usage,
});

function streamed(reply: Reply): readonly unknown[] {
  const chunk = (delta: unknown, finished: string | null) => ({
    ...base,
    object: "chat.completion.chunk",
    choices: [{ index: 0, delta, finish_reason: finished }],
  });
  const delta =
    reply.kind === "call"
      ? { role: "assistant", content: null, tool_calls: [{ index: 0, ...callOf(reply) }] }
      : { role: "assistant", content: reply.text };
  return [chunk(delta, null), { ...chunk({}, finish(reply)), usage }];
}
