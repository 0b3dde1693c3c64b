import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const cargo: Provider = {
  id: "cargo",
  title: "crates.io",
  docs: { url: "https://doc.rust-lang.org/cargo/reference/publishing.html", checked: "2026-11-24" },
  rules: [
    {
      id: "crates-token",
      kind: "API token",
      match: { by: "shape", shapes: [["cio", run("base62", 32)]] },
      narrower: "a token with endpoint and crate scopes",
    },
  ],
};
