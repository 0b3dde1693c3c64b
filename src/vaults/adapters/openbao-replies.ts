import type { HttpReply } from "../backend.ts";
import { badStatus, denied, unreachable } from "../failure.ts";
import { says } from "../json.ts";

/** Passes what an adapter can read (200 to 204, 400, 404, 405); everything else is told as what it means. */
export function requireKnown(title: string, { status, body }: HttpReply, what: string): void {
  if ((status >= 200 && status <= 204) || status === 400 || status === 404 || status === 405) return;
  if (status === 503 || status === 472 || status === 473) {
    const isSealed = says(body, /sealed/i);
    throw unreachable(
      title,
      isSealed ? "is sealed" : "is a standby that does not answer itself",
      isSealed ? "somebody with the keys has to unseal it; nothing was changed" : "configure the active node's address",
    );
  }
  if (status === 403) {
    throw says(body, /invalid token|bad token|token expired|missing client token/i)
      ? denied(title, what, "its token is wrong or has expired; log in again")
      : denied(title, what, "the token lacks this right, or has expired; a policy has to grant it");
  }
  throw badStatus(title, status, what);
}
