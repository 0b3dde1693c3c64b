import type { Environment } from "../finding.ts";
import { wordsOf } from "./filters/key-words.ts";
import { environmentIn } from "./path-kind.ts";

export interface EnvironmentClues {
  /** Said by the token itself. */
  readonly intrinsic: Environment | undefined;
  readonly path: string;
  readonly key: string | undefined;
  readonly parents: readonly string[];
  readonly host: string | undefined;
}

export interface EnvironmentTold {
  readonly environment: Environment;
  readonly reason: string | undefined;
}

const localHost =
  /^(?:localhost|127\.|0\.0\.0\.0|::1|\[::1\]|host\.docker\.internal|.*\.local$|.*\.localhost$|db$|postgres$|mysql$|redis$|mongo$|mongodb$|database$|rabbitmq$)/i;
const hostedProduction =
  /\.rds\.amazonaws\.com$|\.mongodb\.net$|\.database\.windows\.net$|\.cloudsql\.|\.redislabs\.com$/i;

export const isLocalHost = (host: string): boolean => localHost.test(host);

function environmentOfHost(host: string): EnvironmentTold | undefined {
  const named = environmentIn(`.${host}.`);
  // `printer.local` is said of a network, not of a stage.
  if (localHost.test(host) && (named === undefined || named === "development")) {
    return { environment: "test", reason: "the host is local" };
  }
  if (named !== undefined) return { environment: named, reason: `the host's name says ${named}` };
  if (hostedProduction.test(host)) return { environment: "production", reason: "the host is a managed database" };
  return undefined;
}

/** First match of: the token itself, the file's name, the key, what stands above it, the host. */
export function environmentOf({ intrinsic, path, key, parents, host }: EnvironmentClues): EnvironmentTold {
  if (intrinsic !== undefined) return { environment: intrinsic, reason: "the token says so itself" };
  const file = environmentIn(path);
  if (file !== undefined) return { environment: file, reason: `the file's path says ${file}` };
  const named = key === undefined ? undefined : environmentIn(`.${wordsOf(key).replaceAll(" ", ".")}.`);
  if (named !== undefined) return { environment: named, reason: `the key's name says ${named}` };
  const above = environmentIn(`.${parents.map((parent) => wordsOf(parent).replaceAll(" ", ".")).join(".")}.`);
  if (above !== undefined) return { environment: above, reason: `it stands under ${above}` };
  const byHost = host === undefined ? undefined : environmentOfHost(host);
  return byHost ?? { environment: "unknown", reason: undefined };
}
