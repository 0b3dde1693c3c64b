import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const nuget: Provider = {
  id: "nuget",
  title: "NuGet",
  docs: { url: "https://learn.microsoft.com/en-us/nuget/nuget-org/publish-a-package", checked: "2026-11-24" },
  rules: [
    {
      id: "nuget-key",
      kind: "API key",
      match: { by: "shape", shapes: [["oy2", run("alnumLower", 43)]] },
      narrower: "a key for one package pattern",
    },
  ],
};
