import type { Random } from "../random.ts";
import type { Provider, Told } from "../rule.ts";
import { run } from "../shape.ts";
import { decodeBase64Text, encodeBase64 } from "../validate/base64.ts";

/** `auths.HOST.auth` is base64 of user:password. */
function login(value: string): Told | undefined {
  const text = decodeBase64Text(value);
  return text !== undefined && /^[^:\s]{1,128}:\S{4,}$/.test(text)
    ? { reasons: ["it decodes to a user name and a password"] }
    : undefined;
}

const genuine = (random: Random): readonly string[] => [
  encodeBase64(`shop:${random.chars("abcdefghkmnp23456789ABCDEFGH", 18)}`),
];

export const docker: Provider = {
  id: "docker",
  title: "Docker",
  docs: { url: "https://docs.docker.com/security/access-tokens/", checked: "2026-11-24" },
  rules: [
    {
      id: "docker-personal-token",
      kind: "personal access token",
      match: { by: "shape", shapes: [["dckr_pat_", run("base64url", 27)]] },
      narrower: "a read-only token or an organization token",
    },
    {
      id: "docker-org-token",
      kind: "organization access token",
      match: { by: "shape", shapes: [["dckr_oat_", run("base64url", 32)]] },
      privilege: "scoped",
    },
    {
      id: "docker-registry-auth",
      kind: "registry login",
      match: {
        by: "key",
        shapes: [[run("base64", 12, 400)], [run("base64", 12, 400), "="], [run("base64", 12, 400), "=="]],
        words: ["auths"],
        key: /^auth$/,
        place: {
          path: ".docker/config.json",
          text: (value) => `{"auths": {"https://index.docker.io/v1/": {"auth": "${value}"}}}`,
        },
      },
      inspect: login,
      samples: genuine,
    },
  ],
};
