import { keeper } from "./keeper.ts";
import { onepassword } from "./onepassword.ts";
import { openbao } from "./openbao.ts";
import type { RemoteVault } from "./remote.ts";
import { vals } from "./vals.ts";

/** Whose references Leastkey resolves, in the order in which they are asked whether one is theirs. */
export const remoteVaults: readonly RemoteVault[] = [openbao, onepassword, keeper, vals];
