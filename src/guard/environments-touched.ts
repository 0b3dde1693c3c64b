import { environmentIn } from "../core/detect/path-kind.ts";
import type { Environment } from "../core/finding.ts";
import { environmentOfHost } from "../policy/host-environment.ts";
import type { HostRule } from "../policy/passport.ts";

/** A credential, or a host or stage where one is used, that names its environment. */
export interface Touched {
  readonly kind: "credential" | "place";
  readonly what: string; // for people; never a value
  readonly environment: Environment;
}

export interface EnvironmentRules {
  readonly hosts: readonly HostRule[];
  /** The user's word on a reference's environment. */
  readonly relabel: (reference: string, environment: Environment) => Environment;
}

const reference =
  /leastkey:\/\/[A-Za-z0-9_.-]{1,128}\/([A-Za-z0-9_.-]{1,128})\/[A-Za-z0-9_.-]{1,128}\/[A-Za-z0-9_.-]{1,128}/g;
const envFile = /(?:^|[\s=/"'])(\.env\.[A-Za-z0-9_.-]+)/g;
const url = /\b[a-z][a-z0-9+.-]{1,20}:\/\/(?:[^\s/@"']*@)?(\[[0-9a-f:.]+\]|[A-Za-z0-9.-]+)/gi;
/** A request carries a credential: an option for one, a header for one, or a variable that sounds like one. */
const carries =
  /(?:^|\s)(?:-u|--user|--oauth2-bearer|--netrc|-n|--cert|-E)(?:[\s=]|$)|authorization\s*:|bearer\s|x-(?:api|auth)|api[-_]?key|token|secret|passw|:\/\/[^\s/@:]+:[^\s/@]+@|\$\{?[A-Z0-9_]*(?:KEY|TOKEN|SECRET|PASS|AUTH|CREDENTIAL)/i;
/** These use a credential whenever they talk to anything. */
const clients =
  /^(?:\S*\/)?(?:psql|pg_dump|pg_restore|mysql|mysqldump|mariadb|mongosh|mongo|redis-cli|valkey-cli|aws|gcloud|az|kubectl|oc|helm|terraform|tofu|pulumi|railway|fly|flyctl|heroku|vercel|netlify|supabase|neonctl|pscale|stripe|gh|glab|doctl|wrangler|ssh|scp|rsync|serverless|sls|sst|cdk|eb|vault|bao|doppler|infisical)(?=\s|$)/;
/** Whether a command talks to a service with the user's credential, as far as its program tells. */
export const talksToService = (text: string): boolean => clients.test(text) || /^(?:\S*\/)?(?:curl|wget)\s/.test(text);
/** Options of theirs by which a stage is chosen. */
const stageOption =
  /(?:^|\s)(?:--environment|--env|-e|--stage|--context|--kube-context|--profile|--workspace|--app|-a|--project|--remote|-r|--account|--subscription)[\s=]+([A-Za-z0-9@/._-]+)/g;
const stageFlag = /(?:^|\s)--(prod|production|staging)(?=\s|$)/g;

/** The environments that commands and arguments name, told by references, .env files, hosts and stage options. */
export function environmentsTouched(words: readonly string[], rules: EnvironmentRules): readonly Touched[] {
  return words.filter((text) => text.length <= 64 * 1024).flatMap((text) => touchedBy(text, rules));
}

function touchedBy(text: string, { hosts, relabel }: EnvironmentRules): readonly Touched[] {
  const credentials = [
    ...[...text.matchAll(reference)].map(([whole, stage = ""]) => [whole, relabel(whole, stageOf(stage))] as const),
    ...[...text.matchAll(envFile)].map(([, name = ""]) => [name, stageOf(name)] as const),
  ].map(([what, environment]): Touched => ({ kind: "credential", what, environment }));
  const isClient = clients.test(text);
  if (!isClient && !carries.test(text)) return credentials;
  const places = [
    ...[...text.matchAll(url)].map(([, host = ""]) => [host, environmentOfHost(host.toLowerCase(), hosts)] as const),
    ...(isClient
      ? [...text.matchAll(hostOption)].map(
          ([, host = ""]) => [host, environmentOfHost(host.toLowerCase(), hosts)] as const,
        )
      : []),
    ...(isClient
      ? [...text.matchAll(stageOption), ...text.matchAll(stageFlag)].map(
          ([, name = ""]) => [name, stageOf(name)] as const,
        )
      : []),
  ].map(([what, environment]): Touched => ({ kind: "place", what, environment: environment ?? "unknown" }));
  return [...credentials, ...places].filter(({ environment }) => environment !== "unknown");
}

const hostOption = /(?:^|\s)(?:-h|--host|--hostname|--server|-H)[\s=]*([A-Za-z0-9][A-Za-z0-9.-]+)/g;

const stageOf = (name: string): Environment => environmentIn(`.${name}.`) ?? "unknown";
