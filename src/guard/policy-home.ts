import type { ApprovalHome } from "./approve-policy.ts";

export const workspacePolicy = ".leastkey/policy.yaml";
export const userPolicy = "your own policy.yaml";

/** A `Home` is one. */
export interface PolicyHome extends ApprovalHome {
  readonly policy: string;
}
