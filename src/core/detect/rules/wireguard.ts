import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const wireguard: Provider = {
  id: "wireguard",
  title: "WireGuard",
  docs: { url: "https://www.wireguard.com/quickstart/", checked: "2026-11-24" },
  rules: [
    {
      id: "wireguard-private-key",
      kind: "private key",
      match: {
        by: "key",
        shapes: [[run("base64", 43), "="]],
        words: ["wireguard", "privatekey", "presharedkey", "[interface]"],
        key: /^privatekey$|presharedkey|wgprivate/,
      },
      expiry: { kind: "never" },
    },
  ],
};
