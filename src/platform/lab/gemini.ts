import { events, fields, json, list, type Protocol, type Reply, text } from "./wire.ts";

/** Gemini generateContent and streamGenerateContent. It has no call ids: calls and results are counted. */
export const gemini: Protocol = {
  name: "gemini",
  matches: (path) => /:(?:stream)?generateContent$/i.test(path),
  read: (body, path) => {
    const parts = list(body["contents"]).flatMap((content) => list(fields(content)["parts"]).map(fields));
    const calls = parts.filter((part) => "functionCall" in part);
    const results = parts.filter((part) => "functionResponse" in part);
    return {
      stream: /:streamGenerateContent$/i.test(path),
      tools: list(body["tools"]).flatMap((tool) =>
        list(fields(tool)["functionDeclarations"]).map((one) => text(fields(one)["name"])),
      ),
      made: calls.length,
      results: results.map((part, step) => ({
        step,
        text: JSON.stringify(fields(part["functionResponse"])["response"] ?? ""),
      })),
      rest: JSON.stringify([
        body["systemInstruction"],
        parts.filter((part) => !calls.includes(part) && !results.includes(part)),
      ]),
    };
  },
  write: (reply, stream) => (stream ? events([response(reply)], false) : json(response(reply))),
};

const response = (reply: Reply) => ({
  candidates: [
    {
      index: 0,
      content: {
        role: "model",
        parts: [
          reply.kind === "call"
            ? { functionCall: { name: reply.call.name, args: reply.call.args } }
            : { text: reply.text },
        ],
      },
      finishReason: "STOP",
    },
  ],
  usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 10, totalTokenCount: 20 },
  modelVersion: "lab",
});
