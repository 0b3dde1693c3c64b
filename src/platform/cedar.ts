import { createRequire } from "node:module";
import { join } from "node:path";
import { LeastkeyError } from "../core/errors.ts";
import type { Cedar } from "../policy/cedar.ts";

const loaded = new Map<string, Cedar>();

/**
 * Cedar, from the program beside the others: 4 MB of WebAssembly that only a policy's compilation and a broker's
 * decisions need, so it is no part of any bundle. `programs`: the folder of the built programs, dist/.
 */
export async function loadCedar(programs: string): Promise<Cedar> {
  const known = loaded.get(programs);
  if (known !== undefined) return known;
  const file = join(programs, "cedar.js");
  try {
    const cedar: unknown = createRequire(file)(file);
    if (!isCedar(cedar)) throw new Error("it has another shape");
    loaded.set(programs, cedar);
    return await Promise.resolve(cedar);
  } catch (error) {
    throw new LeastkeyError("home.unusable", "the policy engine could not be loaded", "install Leastkey again", error);
  }
}

const used = ["preparsePolicySet", "preparseSchema", "statefulIsAuthorized", "validate"] as const;

function isCedar(module: unknown): module is Cedar {
  return (
    typeof module === "object" &&
    module !== null &&
    used.every(
      (name) =>
        typeof Object.getOwnPropertyDescriptor(module, name)?.get === "function" ||
        Reflect.get(module, name) instanceof Function,
    )
  );
}
