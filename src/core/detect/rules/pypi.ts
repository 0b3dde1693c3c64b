import type { Random } from "../random.ts";
import type { Provider, Told } from "../rule.ts";
import { run } from "../shape.ts";
import { decodeBase64 } from "../validate/base64.ts";

/** A macaroon whose location names the index and whose caveats name projects, or the whole user. */
function place(value: string): Told {
  const test = value.startsWith("pypi-AgENdGVzdC5weXBpLm9yZw");
  const production = value.startsWith("pypi-AgEIcHlwaS5vcmc");
  const bytes = decodeBase64(value.slice(5));
  const text = bytes === undefined ? "" : String.fromCharCode(...bytes);
  const whole = text.includes('"permissions": "user"') || /\[3, ?"/.test(text);
  return {
    ...(test ? { environment: "test" as const } : production ? { environment: "production" as const } : {}),
    ...(test || production ? { tier: "verified" as const } : {}),
    ...(whole
      ? {
          privilege: "omnibus" as const,
          narrower: "a token of one project",
          reasons: ["it can publish every project of its user"],
        }
      : {}),
  };
}

const genuine = (random: Random): readonly string[] =>
  ["AgEIcHlwaS5vcmc", "AgENdGVzdC5weXBpLm9yZw"].map(
    (location) => `pypi-${location}${random.chars("ABCDEFGHabcdefgh0123456789_-", 155)}`,
  );

export const pypi: Provider = {
  id: "pypi",
  title: "PyPI",
  docs: { url: "https://pypi.org/help/#apitoken", checked: "2026-11-24" },
  rules: [
    {
      id: "pypi-token",
      kind: "API token",
      match: {
        by: "shape",
        shapes: [
          ["pypi-AgEIcHlwaS5vcmc", run("base64url", 50, 1000)],
          ["pypi-AgE", run("base64url", 50, 1000)],
        ],
      },
      inspect: place,
      samples: genuine,
    },
  ],
};
