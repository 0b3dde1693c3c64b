import { randomBytes, timingSafeEqual } from "node:crypto";
import type { Secret } from "../core/secret.ts";
import { type Masker, maskerMaker } from "../platform/masker.ts";
import { hostFits } from "../policy/patterns.ts";
import type { Broker } from "./broker.ts";
import type { ListedCredential, Peer } from "./permission.ts";
import { basicOf } from "./place-credential.ts";
import { serviceById } from "./services.ts";
import type { Upstream } from "./upstream.ts";

/** What the agent holds in place of one credential: of the same shape, worth nothing elsewhere. */
export interface StandIn {
  readonly reference: string;
  readonly service: string;
  /** The variable that holds it; undefined: none was named. */
  readonly variable: string | undefined;
  readonly text: string;
  /** Where the credential may go at all. */
  readonly hosts: readonly string[];
}

/** One agent's session with the proxies. */
export interface ProxySession {
  readonly broker: Broker;
  readonly upstream: Upstream;
  readonly peer: Peer;
  readonly standIns: readonly StandIn[];
  /** Hosts without a credential that are passed through unread: "api.anthropic.com", "*.npmjs.org". */
  readonly open: readonly string[];
  /** What the forward proxy wants to be told, so that no other program of this machine uses it. */
  readonly token: string;
  /** Values that went out, looked for in everything that comes back. */
  readonly used: UsedValues;
  /** How often each allowed use came, the first of which is on the trail. */
  readonly counts: Map<string, number>;
}

export interface UsedValues {
  add(reference: string, value: Secret): void;
  /** A fresh masker for all of them; what they look like is worked out when one is new. undefined: none went out yet. */
  masker(): Masker | undefined;
}

function usedValues(): UsedValues {
  const values = new Map<string, Secret>();
  let make: (() => Masker) | undefined;
  return {
    add: (reference, value) => {
      if (values.get(reference)?.equals(value) === true) return;
      values.set(reference, value);
      make = undefined;
    },
    masker: () => {
      if (values.size === 0) return undefined;
      make ??= maskerMaker([...values].map(([name, value]) => ({ name, value })));
      return make();
    },
  };
}

export interface SessionOptions {
  readonly broker: Broker;
  readonly upstream: Upstream;
  readonly peer: Peer;
  readonly credentials: readonly { readonly credential: ListedCredential; readonly variable: string | undefined }[];
  readonly open: readonly string[];
}

export function openSession({ credentials, ...rest }: SessionOptions): ProxySession {
  return {
    ...rest,
    standIns: credentials.map(({ credential, variable }) => ({
      reference: credential.name,
      service: credential.service,
      variable,
      text: standInFor(credential.service),
      hosts: credential.hosts,
    })),
    token: randomBytes(24).toString("hex"),
    used: usedValues(),
    counts: new Map(),
  };
}

/** Of the shape that clients check, and random: it is also the proof that a request is this session's. */
export function standInFor(service: string): string {
  return `${serviceById(service)?.shape ?? ""}leastkey${randomBytes(20).toString("hex")}`;
}

/** The stand-ins that a request's headers and address hold. */
export function standInsIn(session: ProxySession, texts: readonly string[]): readonly StandIn[] {
  const all = texts.flatMap((text) => [text, basicOf(text) ?? ""]);
  return session.standIns.filter(({ text }) => all.some((one) => one.includes(text)));
}

export const isForHost = ({ hosts }: StandIn, host: string): boolean => hosts.some((one) => hostFits(one, host));

/** A host that some credential of the session is for: its traffic is looked into. */
export const isCredentialHost = (session: ProxySession, host: string): boolean =>
  session.standIns.some((standIn) => isForHost(standIn, host));

export const isOpenHost = ({ open }: ProxySession, host: string): boolean => open.some((one) => hostFits(one, host));

/** `Proxy-Authorization: Basic leastkey:TOKEN`, compared in constant time. */
export function isAuthorised({ token }: ProxySession, header: string | undefined): boolean {
  const given = Buffer.from(basicOf(header ?? "") ?? "");
  const expected = Buffer.from(`leastkey:${token}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
