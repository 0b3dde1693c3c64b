import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const huggingface: Provider = {
  id: "huggingface",
  title: "Hugging Face",
  docs: { url: "https://huggingface.co/docs/hub/security-tokens", checked: "2026-11-24" },
  rules: [
    {
      id: "huggingface-token",
      kind: "access token",
      match: { by: "shape", shapes: [["hf_", run("letter", 34)]] },
      narrower: "a fine-grained token",
    },
    {
      id: "huggingface-org-token",
      kind: "organization token",
      match: { by: "shape", shapes: [["api_org_", run("letter", 34)]] },
      privilege: "omnibus",
      narrower: "a fine-grained token",
    },
  ],
};
