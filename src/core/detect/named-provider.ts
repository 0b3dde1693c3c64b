import { providers } from "./rules/index.ts";

/** Providers whose name is an everyday word: in a key it names something else as often. */
const everyday = new Set(
  "age line render square together readme drone harness resend replicate linear notion neon fly prefect cargo".split(
    " ",
  ),
);
/** No provider's: what a credential is in. */
const forms =
  /^(?:jwt|basic-auth|private-key|command-line|connection-string|credential-url|login-call|ethereum|wireguard)$/;

let names: ReadonlyMap<string, string> | undefined;

const namesOf = (): ReadonlyMap<string, string> =>
  new Map(
    providers
      .filter(({ id }) => !forms.test(id) && !everyday.has(id))
      .map(({ id, title }) => [id.replaceAll("-", ""), title]),
  );

const longestName = 3;

/** The provider whose name stands in the key, in whole words: `DATADOG_APP_TOKEN`, `launchDarklyKey`. */
export function providerNamedBy(key: string): string | undefined {
  names ??= namesOf();
  const words = key
    .split(/[^A-Za-z0-9]|(?<=[a-z0-9])(?=[A-Z])/)
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());
  for (let from = 0; from < words.length; from += 1) {
    for (let count = longestName; count > 0; count -= 1) {
      const title = names.get(words.slice(from, from + count).join(""));
      if (title !== undefined) return title;
    }
  }
  return undefined;
}
