import type {
  preparsePolicySet,
  preparseSchema,
  statefulIsAuthorized,
  validate,
} from "@cedar-policy/cedar-wasm/nodejs";

/** What is called of Cedar. The real one is 4 MB of WebAssembly and is loaded by platform/cedar.ts when first needed. */
export interface Cedar {
  readonly preparsePolicySet: typeof preparsePolicySet;
  readonly preparseSchema: typeof preparseSchema;
  readonly statefulIsAuthorized: typeof statefulIsAuthorized;
  readonly validate: typeof validate;
}
