import type { Random } from "../random.ts";
import type { Provider, Told } from "../rule.ts";
import { run } from "../shape.ts";
import { littleEndianChecksum } from "../validate/crc32.ts";

function checksummed(value: string): Told {
  const [body, sum] = [value.slice(0, -9), value.slice(-8)];
  return littleEndianChecksum(body) === sum.toLowerCase()
    ? { tier: "verified", reasons: ["the checksum in the token is right"] }
    : { reasons: ["the checksum in the token is wrong: redacted, altered or invented"] };
}

function genuine(random: Random): readonly string[] {
  const body = `glsa_${random.chars("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 32)}`;
  return [`${body}_${littleEndianChecksum(body)}`];
}

export const grafana: Provider = {
  id: "grafana",
  title: "Grafana",
  docs: { url: "https://grafana.com/docs/grafana/latest/administration/service-accounts/", checked: "2026-11-24" },
  rules: [
    {
      id: "grafana-service-account-token",
      kind: "service account token",
      match: { by: "shape", shapes: [["glsa_", run("base62", 32), "_", run("hexAny", 8)]] },
      privilege: "scoped",
      inspect: checksummed,
      samples: genuine,
    },
    {
      id: "grafana-cloud-token",
      kind: "cloud access policy token",
      match: {
        by: "shape",
        shapes: [
          ["glc_eyJ", run("base64", 29, 400)],
          ["glc_eyJ", run("base64", 29, 400), "="],
          ["glc_eyJ", run("base64", 29, 400), "=="],
        ],
      },
      privilege: "scoped",
    },
    {
      id: "grafana-legacy-key",
      kind: "API key",
      match: {
        by: "shape",
        shapes: [
          ["eyJrIjoi", run("base64", 60, 400)],
          ["eyJrIjoi", run("base64", 60, 400), "="],
          ["eyJrIjoi", run("base64", 60, 400), "=="],
        ],
      },
    },
  ],
};
