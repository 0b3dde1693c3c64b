import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const drone: Provider = {
  id: "drone",
  title: "Drone CI",
  docs: { url: "https://docs.drone.io/", checked: "2026-11-24" },
  rules: [
    {
      id: "drone-token",
      kind: "access token",
      match: { by: "key", shapes: [[run("base62", 32)]], words: ["drone"], key: /token|secret/ },
    },
  ],
};
