import type { Files, Http, Programs } from "../core/ports.ts";
import type { Secret } from "../core/secret.ts";

/** What a remote vault is asked with. */
export interface RemoteWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly userHome: string;
  readonly files: Files;
  readonly http: Http;
  readonly programs: Programs;
}

/** A vault of somebody else's whose references Leastkey resolves; facts first, and nothing loaded before it is used. */
export interface RemoteVault {
  readonly id: string;
  readonly title: string;
  /** `server`: tested against the real one; `documentation`: against a stand-in written from it. */
  readonly testedAgainst: "server" | "documentation";
  readonly docs: { readonly url: string; readonly checked: string };
  readonly reads: (reference: string) => boolean;
  /** What the user has to set up before it can be asked; undefined: nothing. Starts nothing and asks nobody. */
  readonly lacks: (world: RemoteWorld) => string | undefined;
  /** undefined: the vault was asked and has no such item. Throws `vault.*` for everything else that fails. */
  readonly resolve: (reference: string, world: RemoteWorld) => Promise<Secret | undefined>;
}
