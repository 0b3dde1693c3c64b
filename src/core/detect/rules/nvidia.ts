import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const nvidia: Provider = {
  id: "nvidia",
  title: "NVIDIA",
  docs: { url: "https://docs.api.nvidia.com/", checked: "2026-11-24" },
  rules: [
    { id: "nvidia-key", kind: "API key", match: { by: "shape", shapes: [["nvapi-", run("base64url", 60, 70)]] } },
  ],
};
