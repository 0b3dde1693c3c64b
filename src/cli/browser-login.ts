import { LeastkeyError } from "../core/errors.ts";
import type { BackendFacts } from "../vaults/backend.ts";
import { factsOf } from "../vaults/backends.ts";
import { readVaultSettings, writeVaultSettings } from "../vaults/settings.ts";
import type { CliContext } from "./context.ts";
import { openVault, openVaults } from "./vault.ts";

/** The token goes to the embedded vault, and the settings name it there. */
export async function logInByBrowser(context: CliContext, kind: string): Promise<BackendFacts> {
  const facts = factsOf(kind);
  const remote = await (await openVaults(context)).remote(kind);
  if (remote.logIn === undefined) {
    throw new LeastkeyError(
      "usage",
      `${facts.title} has no login by the browser`,
      `see what opens it with: leastkey vault kinds`,
    );
  }
  const [{ listenForAnswer }, { openPage }, { files, audit }] = await Promise.all([
    import("../platform/loopback-answer.ts"),
    import("../platform/open-page.ts"),
    context.ports(),
  ]);
  const token = await remote.logIn({
    listen: () => listenForAnswer(),
    open: async (page) => {
      context.output.talk(`log in on this page:\n${page}`);
      if (!(await openPage(page))) context.output.hint("no browser could be started from here: open it by hand");
    },
  });
  const reference = `leastkey://vaults/default/${kind}/token`;
  await (await openVault(context)).set(reference, token, { overwrite: true });
  audit.append({ action: "vault.set", outcome: "done", attribution: "unknown", credentials: [reference] });
  const known = readVaultSettings(context.home.vaults, files);
  writeVaultSettings(context.home.vaults, files, { ...known, [kind]: { ...known[kind], token: reference } });
  return facts;
}
