import type { Environment, Expiry, Privilege, Tier } from "../finding.ts";
import type { Random } from "./random.ts";
import type { Shape } from "./shape.ts";

/** What a closer look at one value says beyond the rule's own facts. */
export interface Told {
  readonly tier?: Tier;
  readonly kind?: string;
  readonly environment?: Environment;
  readonly privilege?: Privilege;
  readonly narrower?: string;
  readonly expiry?: Expiry;
  /** The host that the credential is for; its name may tell the environment. */
  readonly host?: string;
  /** One short sentence each. Never a value or a part of one, other than public identifiers such as account ids. */
  readonly reasons?: readonly string[];
}

/** Stretch of text that holds a value; `value` differs from the text where the text is escaped or encoded. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

export type Match =
  /** Recognised by its own text. */
  | { readonly by: "shape"; readonly shapes: readonly Shape[] }
  /** No prefix: recognised by shape and the name, file or host around it. */
  | {
      readonly by: "key";
      readonly shapes: readonly Shape[];
      /** The key, its parents, the file's path or the text nearby holds one of these (lower case, no separators). */
      readonly words: readonly string[];
      /** The key itself must also match, in lower case without separators. */
      readonly key?: RegExp;
      /** Hosts that, standing near the value, say whose it is. */
      readonly hosts?: readonly string[];
      /** The program's own configuration file, where any key that `key` admits is meant. */
      readonly files?: RegExp;
      /** Where a sample stands, when a variable of the provider's name is not the place. */
      readonly place?: { readonly path: string; readonly text: (value: string) => string };
    }
  /** Recognised by code: structured values such as PEM, JWT and URLs. */
  | {
      readonly by: "code";
      readonly anchors: readonly string[];
      /** Cheap look at the bytes, to spare the rest; `at` is where the anchor starts. */
      readonly quick?: (bytes: Uint8Array, at: number) => boolean;
      /** `at` is where the anchor starts. */
      readonly find: (text: string, at: number) => Span | undefined;
    };

export interface Rule {
  readonly id: string;
  readonly kind: string;
  readonly match: Match;
  /** Before any checksum; `likely` when left out. */
  readonly tier?: Tier;
  readonly privilege?: Privilege;
  readonly narrower?: string;
  readonly expiry?: Expiry;
  readonly environment?: Environment;
  readonly reasons?: readonly string[];
  /** Looks closer; undefined: not a secret after all. `context` is text around the value, not the whole file. */
  readonly inspect?: (value: string, context: string) => Told | undefined;
  /** Real-looking samples where the shape alone does not make a genuine one (checksums, structures). */
  readonly samples?: (random: Random) => readonly string[];
  /** Looks near, is not one. */
  readonly counterSamples?: (random: Random) => readonly string[];
}

export interface Provider {
  readonly id: string; // the file's name
  readonly title: string;
  /** Where the facts come from. */
  readonly docs?: { readonly url: string; readonly checked: string };
  readonly rules: readonly Rule[];
}
