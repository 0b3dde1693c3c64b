import type { BackendOptions, Lease } from "../backend.ts";
import { denied } from "../failure.ts";
import { below, secretIn, textIn } from "../json.ts";
import type { BaoClient } from "./openbao-client.ts";

/** A token for one command: shorter and with fewer rights than the one we came with. */
export interface ShortToken {
  /** Takes its place; once, and only when limits were asked for. */
  begin(): Promise<void>;
  leases(): readonly Lease[];
  /** true: it was revoked, and with it everything that was made with it. */
  end(): Promise<boolean>;
}

/**
 * Each scope is the name of a policy; the server refuses those that the parent token does not have itself. Without
 * scopes the child has the parent's policies, and only its time is short.
 */
export function shortToken(client: BaoClient, { facts, limits }: BackendOptions): ShortToken {
  const { ttlSeconds, scopes = [] } = limits;
  let lease: Lease | undefined;
  let begun: Promise<void> | undefined;
  const create = async (): Promise<void> => {
    if (ttlSeconds === undefined && scopes.length === 0) return;
    const ttl = `${String(ttlSeconds ?? 900)}s`;
    const { status, record } = await client.call("POST", "auth/token/create", {
      ttl,
      explicit_max_ttl: ttl,
      renewable: false,
      meta: { tool: "leastkey" }, // reaches the server's own audit log
      ...(scopes.length === 0 ? {} : { policies: scopes, no_default_policy: false }),
    });
    const auth = below(record, "auth");
    const token = secretIn(auth, "client_token");
    if (status !== 200 || token === undefined) {
      const what = scopes.length === 0 ? "make a short-lived token" : `make a token for ${scopes.join(", ")}`;
      throw denied(facts.title, what, "each --scope is the name of a policy that your own token has as well");
    }
    lease = { reference: `${facts.id} token`, id: textIn(auth, "accessor") ?? "", seconds: ttlSeconds ?? 900 };
    client.adopt(token);
  };
  return {
    begin: async () => {
      begun ??= create();
      return begun;
    },
    leases: () => (lease === undefined ? [] : [lease]),
    end: async () => {
      if (lease === undefined) return false;
      const { status } = await client.call("POST", "auth/token/revoke-self").catch(() => ({ status: 500 }));
      return status === 200 || status === 204;
    },
  };
}
