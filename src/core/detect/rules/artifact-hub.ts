import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const artifactHub: Provider = {
  id: "artifact-hub",
  title: "Artifact Hub",
  docs: { url: "https://artifacthub.io/docs/api/", checked: "2026-11-24" },
  rules: [
    {
      id: "artifact-hub-secret",
      kind: "API key secret",
      match: { by: "key", shapes: [[run("base64", 40, 60)]], words: ["artifacthub"], key: /secret/ },
    },
  ],
};
