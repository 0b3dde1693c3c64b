import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const wandb: Provider = {
  id: "wandb",
  title: "Weights & Biases",
  docs: { url: "https://docs.wandb.ai/support/find_api_key/", checked: "2026-11-24" },
  rules: [
    { id: "wandb-key", kind: "API key", match: { by: "shape", shapes: [["wandb_v1_", run("base64url", 60, 90)]] } },
    { id: "wandb-legacy-key", kind: "API key", match: { by: "key", shapes: [[run("hex", 40)]], words: ["wandb"] } },
  ],
};
