import type { Provider, Told } from "../rule.ts";
import { run } from "../shape.ts";
import { decodeBase64Text } from "../validate/base64.ts";

/** Decodes to reftkn:01:EPOCH:random; all zeros mean that it never ends. */
function until(value: string): Told {
  const seconds = /^reftkn:\d+:(\d{10}):/.exec(decodeBase64Text(value) ?? "")?.[1];
  if (seconds === undefined) return {};
  return {
    tier: "verified",
    expiry:
      Number(seconds) === 0 ? { kind: "never" } : { kind: "date", at: new Date(Number(seconds) * 1000).toISOString() },
  };
}

export const jfrog: Provider = {
  id: "jfrog",
  title: "JFrog",
  docs: {
    url: "https://jfrog.com/help/r/jfrog-platform-administration-documentation/access-tokens",
    checked: "2026-11-24",
  },
  rules: [
    {
      id: "jfrog-api-key",
      kind: "API key",
      match: { by: "shape", shapes: [["AKCp", run("base62", 64, 73)]] },
      expiry: { kind: "never" },
    },
    {
      id: "jfrog-reference-token",
      kind: "reference token",
      match: { by: "shape", shapes: [["cmVmdGtuO", run("base62", 54, 60)]] },
      inspect: until,
    },
    {
      id: "jfrog-identity-token",
      kind: "identity token",
      match: { by: "key", shapes: [[run("base62", 64, 73)]], words: ["jfrog", "artifactory"] },
    },
  ],
};
