import { detectText } from "../core/detect/engine.ts";
import type { ProxySession } from "./proxy-session.ts";

export interface SessionPlaces {
  readonly forwardPort: number;
  readonly bases: Readonly<Record<string, string>>;
  /** The session's authority with the public ones, PEM. */
  readonly caFile: string;
}

/** Every spelling by which common clients are told which authorities to trust. */
const trust = [
  "SSL_CERT_FILE",
  "CURL_CA_BUNDLE",
  "REQUESTS_CA_BUNDLE",
  "NODE_EXTRA_CA_CERTS",
  "GIT_SSL_CAINFO",
  "AWS_CA_BUNDLE",
  "CARGO_HTTP_CAINFO",
  "PIP_CERT",
  "DENO_CERT",
  "HTTPLIB2_CA_CERTS",
];

/** Stand-ins, the proxy and whom to trust. */
export function sessionVariables(
  session: ProxySession,
  { forwardPort, bases, caFile }: SessionPlaces,
): Readonly<Record<string, string>> {
  const proxy = `http://leastkey:${session.token}@127.0.0.1:${String(forwardPort)}`;
  const local = "127.0.0.1,localhost,::1";
  return {
    ...Object.fromEntries(trust.map((name) => [name, caFile])),
    HTTPS_PROXY: proxy,
    https_proxy: proxy,
    HTTP_PROXY: proxy,
    http_proxy: proxy,
    NO_PROXY: local,
    no_proxy: local,
    NODE_USE_ENV_PROXY: "1", // node 24 and later; earlier ones go by base URL or not at all
    ...bases,
    ...Object.fromEntries(
      session.standIns.flatMap(({ variable, text }) => (variable === undefined ? [] : [[variable, text]])),
    ),
  };
}

export interface ClearedEnvironment {
  readonly kept: Readonly<Record<string, string>>;
  /** Names of what was taken out. */
  readonly cleared: readonly string[];
}

/** The environment without what is a credential, by a known value or by the scanner's word; `keys` stay all the same. */
export function clearedEnvironment(
  env: NodeJS.ProcessEnv,
  { keys, isKnown }: { readonly keys: readonly string[]; readonly isKnown: (value: string) => boolean },
): ClearedEnvironment {
  const pairs = Object.entries(env).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  );
  const isCredential = ([name, value]: readonly [string, string]): boolean =>
    name.startsWith("LEASTKEY_PASSPHRASE") || isKnown(value) || isFound(name, value);
  const cleared = pairs.filter((pair) => !keys.includes(pair[0]) && isCredential(pair)).map(([name]) => name);
  return { kept: Object.fromEntries(pairs.filter(([name]) => !cleared.includes(name))), cleared };
}

/** As a line of `.env` would be judged; the agent's sockets to keys (SSH_AUTH_SOCK) hand out signatures, and go too. */
function isFound(name: string, value: string): boolean {
  if (name === "SSH_AUTH_SOCK" || name === "GPG_AGENT_INFO") return true;
  if (value.length > 65_536) return false;
  return detectText(".env", `${name}=${/[\s"'#$\\]/.test(value) ? JSON.stringify(value) : value}\n`).some(
    ({ tier }) => tier !== "weak",
  );
}
