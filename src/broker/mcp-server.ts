import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import type { ToolAnswer } from "./call-tool.ts";
import { toolFacts } from "./tool-shapes.ts";

const instructions =
  "Credentials are used here without being seen. List their names with list_credentials, then run a command or send a request with one. Values are never shown; do not look for them in .env or the environment.";

export interface McpOptions {
  readonly version: string;
  readonly call: (name: string, args: unknown) => Promise<ToolAnswer>;
}

/** Serves the tools on stdin and stdout until the client closes them. */
export async function serveMcp({ version, call }: McpOptions): Promise<void> {
  const server = new Server({ name: "leastkey", version }, { capabilities: { tools: {} }, instructions });
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: toolFacts.map(({ name, title, description, inputSchema, readOnly }) => ({
      name,
      title,
      description,
      inputSchema: structuredClone<object>(inputSchema),
      annotations: { title, readOnlyHint: readOnly, destructiveHint: !readOnly, openWorldHint: !readOnly },
    })),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    const { text, isError } = await call(params.name, params.arguments ?? {});
    return { content: [{ type: "text", text }], isError };
  });
  const transport = new StdioServerTransport();
  const ended = new Promise<void>((resolve) => {
    server.onclose = resolve;
    process.stdin.once("end", resolve);
    process.stdin.once("close", resolve);
  });
  await server.connect(transport);
  await ended;
}
