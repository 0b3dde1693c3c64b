import type { Provider } from "../rule.ts";
import { run, uuid } from "../shape.ts";

export const pinecone: Provider = {
  id: "pinecone",
  title: "Pinecone",
  docs: { url: "https://docs.pinecone.io/guides/projects/manage-api-keys", checked: "2026-11-24" },
  rules: [
    { id: "pinecone-key", kind: "API key", match: { by: "shape", shapes: [["pcsk_", run("base64url", 40, 80)]] } },
    { id: "pinecone-legacy-key", kind: "API key", match: { by: "key", shapes: [[...uuid]], words: ["pinecone"] } },
  ],
};
