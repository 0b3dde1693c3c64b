import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const mapbox: Provider = {
  id: "mapbox",
  title: "Mapbox",
  docs: { url: "https://docs.mapbox.com/help/dive-deeper/access-tokens/", checked: "2026-11-24" },
  rules: [
    {
      id: "mapbox-secret-token",
      kind: "secret token",
      match: { by: "shape", shapes: [["sk.eyJ", run("base64url", 60, 140), ".", run("base64url", 22)]] },
      narrower: "a token with only the scopes it needs",
    },
  ],
};
