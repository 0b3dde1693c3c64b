import { Secret } from "../../core/secret.ts";
import type { BackendOptions, HttpReply } from "../backend.ts";
import { denied, notLoggedIn } from "../failure.ts";
import { below, firstLine, recordOf, secretIn, textIn } from "../json.ts";
import { requireKnown } from "./openbao-replies.ts";

type Post = (path: string, content: unknown, as?: Secret) => Promise<HttpReply>;

/**
 * A token: from the environment or the settings, from AppRole or JWT where they are configured, from the token helper,
 * from the file that `vault login` leaves.
 */
export async function logIn(options: BackendOptions, post: Post): Promise<Secret> {
  const { facts, setting, secret } = options;
  const method = setting("auth") ?? (setting("role-id") === undefined ? "token" : "approle");
  switch (method) {
    case "oidc": {
      const known = await secret("token");
      if (known !== undefined) return known;
      throw notLoggedIn(facts.title, `log in by the browser: leastkey vault login ${facts.id}`);
    }
    case "token":
      return (await secret("token")) ?? (await fromHelper(options)) ?? fromFile(options);
    case "approle": {
      const secretId = (await unwrapped(options, post)) ?? (await secret("secret-id"));
      const login = { role_id: setting("role-id"), ...(secretId === undefined ? {} : { secret_id: secretId }) };
      return tokenOf(options, await post(`auth/${setting("auth-mount") ?? "approle"}/login`, login));
    }
    case "jwt": {
      const jwt = (await secret("jwt")) ?? fileOf(options, setting("jwt-file"));
      if (jwt === undefined) throw notLoggedIn(facts.title, "set the jwt or the jwt-file of this vault");
      return tokenOf(
        options,
        await post(`auth/${setting("auth-mount") ?? "jwt"}/login`, { role: setting("role"), jwt }),
      );
    }
    default:
      throw notLoggedIn(facts.title, `set its auth to token, approle, jwt or oidc; ${method} is not known`);
  }
}

/**
 * A secret id that came response-wrapped. Where it was made is asked first, so that one wrapped by somebody else is not
 * taken; one that was opened before is an alarm, for whoever opened it has the secret id.
 */
async function unwrapped({ facts, secret }: BackendOptions, post: Post): Promise<Secret | undefined> {
  const token = await secret("wrapped-secret-id");
  if (token === undefined) return undefined;
  const looked = await post("sys/wrapping/lookup", { token });
  const madeAt = textIn(below(recordOf(looked.body), "data"), "creation_path") ?? "";
  if (looked.status === 200 && !/^auth\/[^/]+\/role\/[^/]+\/secret-id$/.test(madeAt)) {
    throw denied(facts.title, "log in", "the wrapped secret id was not made by an AppRole: do not use it");
  }
  const opened = looked.status === 200 ? await post("sys/wrapping/unwrap", undefined, token) : looked;
  const secretId = secretIn(below(recordOf(opened.body), "data"), "secret_id");
  if (opened.status === 200 && secretId !== undefined) return secretId;
  throw denied(
    facts.title,
    "open the wrapped secret id",
    "it has expired, or somebody opened it before: then revoke that secret id, and ask for a new one",
  );
}

function tokenOf({ facts }: BackendOptions, reply: HttpReply): Secret {
  requireKnown(facts.title, reply, "log in");
  const token = secretIn(below(recordOf(reply.body), "auth"), "client_token");
  if (token !== undefined) return token;
  throw denied(facts.title, "log in", "check the role and what proves it; a secret id may be used up or expired");
}

/** `token_helper = "/abs/path"` in ~/.vault (~/.bao for OpenBao): a program that prints the token when called with "get". */
async function fromHelper({ facts, ports }: BackendOptions): Promise<Secret | undefined> {
  const files = facts.id === "openbao" ? [".bao", ".vault"] : [".vault"];
  for (const name of files) {
    const config =
      ports.files.stat(`${ports.userHome}/${name}`)?.kind === "file" ? `${ports.userHome}/${name}` : undefined;
    const text = config === undefined ? undefined : ports.files.readText(config);
    const program = /^\s*token_helper\s*=\s*"([^"\n]+)"/m.exec(text ?? "")?.[1];
    if (program === undefined) continue;
    const { code, stdout } = await ports.run(facts.title, { file: program, args: ["get"] });
    const token = firstLine(stdout);
    if (code === 0 && token.length > 0) return token;
  }
  return undefined;
}

function fromFile(options: BackendOptions): Secret {
  const { facts, ports, setting } = options;
  const token = fileOf(options, setting("token-file") ?? `${ports.userHome}/.vault-token`);
  if (token !== undefined && token.length > 0) return token;
  const name = facts.id === "openbao" ? "bao login" : "vault login";
  throw notLoggedIn(
    facts.title,
    `run '${name}', set the token's variable, or configure an AppRole with: leastkey vault add`,
  );
}

function fileOf({ ports }: BackendOptions, path: string | undefined): Secret | undefined {
  const text = path === undefined ? undefined : ports.files.readText(path);
  return text === undefined ? undefined : firstLine(Secret.of(text.trim()));
}
