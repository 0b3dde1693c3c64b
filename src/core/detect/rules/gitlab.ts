import type { Provider, Told } from "../rule.ts";
import { run } from "../shape.ts";
import { decodeBase64Text } from "../validate/base64.ts";
import { crc32 } from "../validate/crc32.ts";

const owners: Readonly<Record<string, string>> = { u: "user", p: "project", g: "group" };

/**
 * Routable tokens say whose they are, and end in a CRC-32 (base 36) of all that stands before it. A checksum that does
 * not fit is not held against one: its exact input is not documented.
 */
function routed(value: string): Told {
  const match = /^gl[a-z]+-(?:t\d_)?([\w-]{27,300})\.(?:\d\d\.)?([0-9a-z]{2})([0-9a-z]{7})$/.exec(value);
  const payload = match?.[1];
  if (payload === undefined) return {};
  const owner = /^([upg]):/m.exec(decodeBase64Text(payload) ?? "")?.[1] ?? "";
  const whose = owners[owner];
  const fits = crc32(value.slice(0, -7)).toString(36).padStart(7, "0") === match?.[3];
  return {
    ...(fits ? { tier: "verified" as const } : {}),
    reasons: [
      ...(whose === undefined ? [] : [`the token says that it is a ${whose}'s`]),
      ...(fits ? ["the checksum in the token is right"] : []),
    ],
  };
}

export const gitlab: Provider = {
  id: "gitlab",
  title: "GitLab",
  docs: { url: "https://docs.gitlab.com/security/tokens/", checked: "2026-11-24" },
  rules: [
    {
      id: "gitlab-personal-token",
      kind: "personal, project or group access token",
      match: {
        by: "shape",
        shapes: [
          ["glpat-", run("base64url", 20)],
          ["glpat-", run("base64url", 27, 300), ".", run("alnumLower", 9)],
          ["glpat-", run("base64url", 27, 300), ".01.", run("alnumLower", 9)],
        ],
      },
      narrower: "a project access or deploy token",
      inspect: routed,
    },
    {
      id: "gitlab-deploy-token",
      kind: "deploy token",
      match: { by: "shape", shapes: [["gldt-", run("base64url", 20)]] },
      privilege: "scoped",
    },
    {
      id: "gitlab-runner-token",
      kind: "runner authentication token",
      match: {
        by: "shape",
        shapes: [
          ["glrt-", run("base64url", 20)],
          ["glrt-", run("token", 27, 300)],
          ["GR1348941", run("base64url", 20)],
          ["glrtr-", run("base64url", 20)],
        ],
      },
      privilege: "scoped",
    },
    {
      id: "gitlab-trigger-token",
      kind: "pipeline trigger token",
      match: { by: "shape", shapes: [["glptt-", run("hex", 40)]] },
      privilege: "scoped",
    },
    {
      id: "gitlab-ci-job-token",
      kind: "CI job token",
      match: { by: "shape", shapes: [["glcbt-", run("base62", 1, 5), "_", run("base64url", 20)]] },
      expiry: { kind: "temporary" },
      privilege: "scoped",
    },
    {
      id: "gitlab-agent-token",
      kind: "agent for Kubernetes token",
      match: { by: "shape", shapes: [["glagent-", run("base64url", 50)]] },
      privilege: "scoped",
    },
    {
      id: "gitlab-scim-token",
      kind: "SCIM token",
      match: { by: "shape", shapes: [["glsoat-", run("base64url", 20)]] },
    },
    {
      id: "gitlab-oauth-secret",
      kind: "OAuth application secret",
      match: { by: "shape", shapes: [["gloas-", run("base64url", 64)]] },
    },
    {
      id: "gitlab-feed-token",
      kind: "feed token",
      match: { by: "shape", shapes: [["glft-", run("base64url", 20)]] },
      privilege: "scoped",
    },
    {
      id: "gitlab-mail-token",
      kind: "incoming mail token",
      match: { by: "shape", shapes: [["glimt-", run("alnumLower", 25)]] },
      privilege: "scoped",
    },
    {
      id: "gitlab-feature-flag-token",
      kind: "feature flags client token",
      match: { by: "shape", shapes: [["glffct-", run("base64url", 20)]] },
      privilege: "scoped",
    },
    {
      id: "gitlab-session-cookie",
      kind: "session cookie",
      match: { by: "shape", shapes: [["_gitlab_session=", run("alnumLower", 32)]] },
      expiry: { kind: "temporary" },
    },
  ],
};
