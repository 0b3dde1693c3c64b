import type { Provider } from "../rule.ts";
import { credentialUrl } from "./credential-url.ts";
import { jwt } from "./jwt.ts";
import { privateKey } from "./private-key.ts";

/** Every provider; a test compares this list with the folder. */
export const providers: readonly Provider[] = [credentialUrl, jwt, privateKey];
