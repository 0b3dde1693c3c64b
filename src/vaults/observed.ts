import { LeastkeyError } from "../core/errors.ts";
import type { RemoteVault } from "./backend.ts";

export type Opened = "done" | "failed";

/** The vault, telling once how it first answered: that it let this user in, or that it did not. */
export function observed(vault: RemoteVault, tell: (opened: Opened) => void): RemoteVault {
  let isTold = false;
  const once = (opened: Opened): void => {
    if (isTold) return;
    isTold = true;
    tell(opened);
  };
  const watch = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      const given = await answer;
      once("done");
      return given;
    } catch (error) {
      const isLogin =
        error instanceof LeastkeyError && (error.code === "vault.denied" || error.code === "vault.locked");
      if (isLogin) once("failed");
      throw error;
    }
  };
  return {
    ...vault,
    get: (reference) => watch(vault.get(reference)),
    set: (reference, value, how) => watch(vault.set(reference, value, how)),
    remove: (reference) => watch(vault.remove(reference)),
    list: () => watch(vault.list()),
    check: () => watch(vault.check()),
  };
}
