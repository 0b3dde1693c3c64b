import * as v from "valibot";

export const protocolVersion = 1;
const id = v.pipe(v.number(), v.integer());
const text = v.pipe(v.string(), v.maxLength(4_096));

/** What a client says. Nothing that comes back ever holds a value. */
export const requestShape = v.variant("op", [
  v.strictObject({ op: v.literal("hello"), id, version: id, cwd: v.optional(text), agent: v.optional(text) }),
  v.strictObject({ op: v.literal("tool"), id, name: text, args: v.unknown() }),
  v.strictObject({ op: v.literal("grants"), id }),
  v.strictObject({ op: v.literal("revoke"), id, grant: v.optional(text) }),
]);
export type BrokerRequest = v.InferOutput<typeof requestShape>;

export const grantRow = v.object({
  id: v.string(),
  agent: v.string(),
  credential: v.string(),
  covers: v.string(),
  expires: v.string(),
  usesLeft: v.nullable(v.number()), // null: any number
});
export type GrantRow = v.InferOutput<typeof grantRow>;

export const replyShape = v.variant("kind", [
  v.object({
    kind: v.literal("hello"),
    id,
    version: id,
    agent: v.string(),
    certainty: v.picklist(["confirmed", "likely", "unknown"]),
  }),
  v.object({ kind: v.literal("tool"), id, text: v.string(), isError: v.boolean() }),
  v.object({ kind: v.literal("grants"), id, grants: v.array(grantRow) }),
  v.object({ kind: v.literal("error"), id, message: v.string(), hint: v.string() }),
]);
export type BrokerReply = v.InferOutput<typeof replyShape>;
