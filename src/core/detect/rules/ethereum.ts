import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const ethereum: Provider = {
  id: "ethereum",
  title: "Ethereum",
  docs: { url: "https://ethereum.org/en/developers/docs/accounts/", checked: "2026-11-24" },
  rules: [
    {
      id: "ethereum-private-key",
      kind: "private key",
      match: {
        by: "key",
        shapes: [["0x", run("hexAny", 64)], [run("hexAny", 64)]],
        words: ["eth", "wallet", "deployer", "private_key", "privatekey", "metamask", "hardhat", "signer"],
        key: /privatekey|walletkey|deployerkey|signerkey/,
      },
      expiry: { kind: "never" },
      privilege: "omnibus",
      narrower: "a wallet that holds only what it needs",
    },
  ],
};
