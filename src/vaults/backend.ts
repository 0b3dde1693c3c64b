import type { Files } from "../core/ports.ts";
import type { Secret } from "../core/secret.ts";
import type { Vault } from "./vault.ts";

/** One request to a vault's server. Redirects are not followed: a token would travel along. */
export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string | Secret>>;
  readonly body?: Secret;
  /** PEM of the only authorities to believe, instead of the system's. */
  readonly authorities?: string;
  /** Safe to send again when the server did not answer or said "later". */
  readonly isRepeatable?: boolean;
}

export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Replies hold values. */
  readonly body: Secret;
}

/** Throws LeastkeyError (`vault.unreachable`) with one sentence when no reply came; every status is a reply. */
export type Http = (title: string, request: HttpRequest) => Promise<HttpReply>;

export interface ProgramRequest {
  readonly file: string;
  /** Never a value: other programs of the user can read them. */
  readonly args: readonly string[];
  readonly stdin?: Secret;
  readonly env?: Readonly<Record<string, Secret>>;
}

export interface ProgramResult {
  readonly code: number;
  readonly stdout: Secret;
  /** For telling causes apart; never shown, a tool may repeat what it was given. */
  readonly stderr: Secret;
}

/** Runs a vault's own program. Throws `vault.unreachable` when it is not installed or does not end in time. */
export type RunProgram = (title: string, request: ProgramRequest) => Promise<ProgramResult>;

export interface BackendPorts {
  readonly http: Http;
  readonly run: RunProgram;
  readonly files: Files;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly userHome: string; // absolute
  readonly now: () => number;
}

/** How short-lived a credential made for one command is to be, and what it may do. */
export interface Limits {
  readonly ttlSeconds?: number;
  readonly scopes?: readonly string[];
}

export interface BackendOptions {
  readonly facts: BackendFacts;
  readonly ports: BackendPorts;
  /** A setting, from the user's file or from the environment; an empty one is none. */
  readonly setting: (key: string) => string | undefined;
  /** The same for what proves who we are. */
  readonly secret: (key: string) => Promise<Secret | undefined>;
  readonly limits: Limits;
}

export interface Lease {
  readonly reference: string;
  readonly id: string;
  readonly seconds: number | undefined;
}

export interface VaultCheck {
  readonly may: readonly string[]; // "read secret/"
  /** Rights that are missing, each with what needs them. */
  readonly lacks: readonly string[];
}

/** A vault elsewhere. References are the backend's own form or that of vals. */
export interface RemoteVault extends Vault {
  /** Asks the server whether this works; throws with one clear sentence when it does not. */
  check(): Promise<VaultCheck>;
  /** Whether reading this makes a credential for the reader: then it is read for a command, and never to look. */
  makes(reference: string): Promise<boolean>;
  /** What was made for this process alone, so far. */
  leases(): readonly Lease[];
  /** Gives back what was made; the references of what could not be given back. */
  end(): Promise<readonly string[]>;
  /** Logs a human in by the browser and gives the token that opens the vault; undefined: there is no such login. */
  readonly logIn?: (browser: Browser) => Promise<Secret>;
}

export interface BrowserAnswer {
  readonly state: string;
  readonly code: string;
}

/** A listener on this machine that the login's last page comes back to. */
export interface ComesBack {
  readonly address: string; // http://localhost:8250/oidc/callback
  /** The one answer with this state; throws `cancelled` when nobody logged in in time. */
  answer(state: string): Promise<BrowserAnswer>;
  close(): void;
}

export interface Browser {
  open(page: string): Promise<void>;
  listen(): Promise<ComesBack>;
}

export interface Setting {
  readonly key: string;
  readonly title: string;
  readonly env: readonly string[]; // the first that is set counts
  readonly isRequired?: boolean;
  readonly isSecret?: boolean;
}

export interface BackendFacts {
  readonly id: string;
  readonly title: string;
  readonly docs: { readonly url: string; readonly checked: string };
  /** "server": tests run against the real one. "documentation": against a fake written from it. */
  readonly testedAgainst: "server" | "documentation";
  /** Beginnings of the references it resolves. */
  readonly schemes: readonly [string, ...string[]];
  /** It is used without being configured when one of these is set. */
  readonly presence: readonly string[];
  readonly settings: readonly Setting[];
  /** Variables that open the vault: a child that gets values from it does not get these. */
  readonly withheld: readonly string[];
  /** Its program takes new values as arguments, where every other program could read them: nothing is moved there. */
  readonly isReadOnly?: true;
  /** Its program may ask the human for a fingerprint or a passphrase: nothing is read merely to look. */
  readonly mayPrompt?: true;
  readonly load: () => Promise<{ readonly open: (options: BackendOptions) => RemoteVault }>;
}

/**
 * Which vaults elsewhere this user has, by the backend's id. It stands in the user's own folder and never in a
 * workspace: whoever may write an address or a program here gets our token, or is run.
 */
export type VaultSettings = Readonly<Record<string, Readonly<Record<string, string>>>>;
