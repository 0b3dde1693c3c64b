import type { Passport } from "../passport.ts";

/**
 * A Vault or OpenBao policy for the KV engine (version 2) with credentials under ENVIRONMENT/SERVICE/. Every service
 * that is permitted may be read, whatever is done with it then: a vault hands a credential out and does not see its
 * use. Nothing may be written; all else is denied by default.
 */
export function vaultPolicy(passport: Passport, mount: string): string {
  const at = mount.replaceAll(/^\/+|\/+$/g, "");
  const services = passport.permissions.map(({ service }) => (service === "*" ? "+" : service));
  const grants = passport.environments.flatMap((environment) =>
    services.map((service) => [`${at}/data/${environment}/${service}/*`, `${at}/metadata/${environment}/${service}/*`]),
  );
  const others = (["development", "test", "staging", "production"] as const).filter(
    (one) => !passport.environments.includes(one),
  );
  const ttl = `${String(passport.ttlSeconds)}s`;
  return [
    `# ${passport.id}${passport.role === undefined ? "" : `: ${passport.role}`}`,
    `# a token for it: bao token create -policy=${nameOf(passport)} -ttl=${ttl} -explicit-max-ttl=${ttl} -no-default-policy`,
    ...grants.flatMap(([data = "", metadata = ""]) => [rule(data, ["read"]), rule(metadata, ["list", "read"])]),
    ...others.map((environment) => rule(`${at}/data/${environment}/*`, ["deny"])),
    rule("auth/token/revoke-self", ["update"]),
    "",
  ].join("\n");
}

export const nameOf = ({ id }: Passport): string => `leastkey-${id.replace("@", "-").replace("*", "any")}`;

const rule = (path: string, capabilities: readonly string[]): string =>
  `path ${JSON.stringify(path)} {\n  capabilities = [${capabilities.map((one) => JSON.stringify(one)).join(", ")}]\n}`;
