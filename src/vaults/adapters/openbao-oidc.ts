import type { Secret } from "../../core/secret.ts";
import type { BackendOptions, Browser } from "../backend.ts";
import { denied } from "../failure.ts";
import { below, secretIn, textIn } from "../json.ts";
import type { BaoClient } from "./openbao-client.ts";

/**
 * A login in the browser (openbao.org/docs/auth/jwt/oidc-providers, 2026-11): the server names a page, the page comes
 * back to a listener of ours on this machine. Only an answer with the state of this very login is taken, and the
 * server takes it only together with a number that never left this process.
 */
export async function logInByBrowser(client: BaoClient, options: BackendOptions, browser: Browser): Promise<Secret> {
  const { facts, setting } = options;
  const mount = setting("auth-mount") ?? "oidc";
  const back = await browser.listen();
  try {
    const number = crypto.randomUUID();
    const asked = { role: setting("role") ?? "", redirect_uri: back.address, client_nonce: number };
    const { record } = await client.anonymous("POST", `auth/${mount}/oidc/auth_url`, asked);
    const page = textIn(below(record, "data"), "auth_url") ?? "";
    const state = /[?&]state=([^&]+)/.exec(page)?.[1];
    if (state === undefined) {
      const hint = `there has to be a role that allows the redirect to ${back.address}; auth-mount and role say which`;
      throw denied(facts.title, "begin a login in the browser", hint);
    }
    await browser.open(page);
    const answer = await back.answer(decodeURIComponent(state));
    const query = new URLSearchParams({ state: answer.state, code: answer.code, client_nonce: number }).toString();
    const reply = await client.anonymous("GET", `auth/${mount}/oidc/callback?${query}`);
    const token = secretIn(below(reply.record, "auth"), "client_token");
    if (token !== undefined) return token;
    throw denied(facts.title, "log in", "the login was not taken: start it again, and check the role's bound claims");
  } finally {
    back.close();
  }
}
