import { backendOf } from "./backends.ts";
import { isOurReference } from "./reference.ts";
import type { Wrapping } from "./vault-key.ts";

/** How far a secret is from whoever would take it. Said as it is: each tier names what it does not hold against. */
export interface SecretTier {
  readonly tier: 0 | 1 | 2 | 3 | 4;
  /** "T0 out of files" */
  readonly title: string;
  readonly means: string;
  /** What the next tier needs; undefined: there is none above. */
  readonly next: string | undefined;
}

/** What decides the tier of one secret. */
export interface TierFacts {
  /** How the embedded vault's key is kept; undefined: the value is in a vault elsewhere. */
  readonly wrapping: Wrapping | undefined;
  /** The vault elsewhere asks its user itself, by a prompt or a fingerprint. */
  readonly asksHuman: boolean;
  /** The credential is made when it is used and ends by itself. */
  readonly isMade: boolean;
  /** Somebody wrote a policy, so that agents get credentials as their passports say, and not by asking for them. */
  readonly hasPolicy: boolean;
  /** Of a session that `leastkey agent run --sandbox` started; nothing else is known to be one. */
  readonly isSandboxed?: boolean;
}

const tiers: readonly [SecretTier, SecretTier, SecretTier, SecretTier, SecretTier] = [
  {
    tier: 0,
    title: "T0 out of files",
    means: "Not in files, git, logs or a model's context. A hostile program running as you can still get it.",
    next: "T1 needs a vault that asks you: one behind a passphrase, or one elsewhere that asks by itself",
  },
  {
    tier: 1,
    title: "T1 presence",
    means: "The vault opens only when you are there. While it is open, a hostile program running as you can get it.",
    next: "T2 needs a policy, so that agents use it through Leastkey alone: .leastkey/policy.yaml",
  },
  {
    tier: 2,
    title: "T2 brokered",
    means: "Agents use it as your policy says, without holding it. No boundary stands around the agent itself.",
    next: "T3 needs a sandbox around the agent: leastkey agent run --sandbox -- AGENT",
  },
  {
    tier: 3,
    title: "T3 isolated",
    means: "The agent runs in a sandbox, and the kernel keeps it from the vault.",
    next: "T4 needs a vault on another machine that makes a short-lived credential for each use",
  },
  {
    tier: 4,
    title: "T4 remote",
    means: "Made on another machine for each use, short-lived and narrow. What this machine holds opens little.",
    next: undefined,
  },
];

/** The highest whose needs are met. */
export function tierOf({ wrapping, asksHuman, isMade, hasPolicy, isSandboxed = false }: TierFacts): SecretTier {
  if (isMade) return tiers[4];
  if (hasPolicy && isSandboxed) return tiers[3];
  if (hasPolicy) return tiers[2];
  return wrapping === "passphrase" || asksHuman ? tiers[1] : tiers[0];
}

export type KnownFacts = Pick<TierFacts, "wrapping" | "hasPolicy">;

/** Of a reference, by its form alone: nobody is asked. `isMade`: where somebody asked and was told. */
export function tierOfReference(reference: string, { wrapping, hasPolicy }: KnownFacts, isMade = false): SecretTier {
  const backend = isOurReference(reference) ? undefined : backendOf(reference);
  return tierOf({
    wrapping: backend === undefined ? wrapping : undefined,
    asksHuman: backend?.mayPrompt === true,
    isMade,
    hasPolicy,
  });
}
