import * as v from "valibot";
import { restrictions } from "./passport.ts";

const environments = ["development", "test", "staging", "production", "unknown"] as const;
const environment = v.picklist(environments, `an environment is one of ${environments.join(", ")}`);
const name = v.pipe(
  v.string("this has to be text"),
  v.regex(/^(?:\*|[a-z0-9][a-z0-9._-]{0,63})$/, 'a service has small letters, digits, dots and dashes, or is "*"'),
);
const text = v.pipe(
  v.string("this has to be text"),
  v.minLength(1, "this is empty"),
  v.maxLength(500, "this is over 500 letters"),
);
const host = v.pipe(
  v.string("a host is text"),
  v.regex(/^(?:\*\.)?[a-z0-9](?:[a-z0-9.-]{0,252})$/, "a host is a name such as api.example.com or *.example.com"),
);
const permitted = v.picklist(["read", "write", "delete"], "an action is one of read, write, delete");
const ttl = v.pipe(
  v.string("a time is text such as 15m"),
  v.regex(/^[1-9][0-9]{0,3}(?:s|m|h)$/, "a time is a number with s, m or h: 15m"),
);

const passport = v.strictObject({
  role: v.optional(text),
  permissions: v.optional(
    v.record(name, v.pipe(v.array(permitted), v.minLength(1, "an empty list permits nothing: leave the line out"))),
    {},
  ),
  environments: v.optional(v.pipe(v.array(environment), v.minLength(1, "an empty list permits nothing"))),
  restrictions: v.optional(v.array(v.picklist(restrictions, `a restriction is one of ${restrictions.join(", ")}`)), []),
  commands: v.optional(v.array(text), []),
  grants: v.optional(
    v.strictObject({
      ttl: v.optional(ttl, "15m"),
      approve: v.optional(
        v.picklist(["never", "first-use", "each-use"], "approve is one of never, first-use, each-use"),
        "first-use",
      ),
    }),
    {},
  ),
});
const label = v.strictObject({
  service: v.optional(name),
  environment: v.optional(environment),
  actions: v.optional(v.array(permitted)),
  hosts: v.optional(v.array(host)),
});
const rule = v.union(
  [v.strictObject({ branch: text, is: environment }), v.strictObject({ folder: text, is: environment })],
  "a rule is { branch: NAME, is: ENVIRONMENT } or { folder: NAME, is: ENVIRONMENT }",
);
const agentKey = v.pipe(
  v.string(),
  v.regex(
    /^(?:\*|[a-z0-9][a-z0-9-]{0,40})(?:@(?:development|test|staging|production))?$/,
    "a passport is AGENT or AGENT@ENVIRONMENT, such as claude-code@staging",
  ),
);

/** `.leastkey/policy.yaml` and the user's own `policy.yaml`; media/schema/policy.schema.json says the same to editors. */
export const policyShape = v.strictObject({
  version: v.optional(v.literal(1, "version is 1")),
  agents: v.optional(v.record(agentKey, passport), {}),
  credentials: v.optional(v.record(text, label), {}),
  environments: v.optional(v.array(rule), []),
  hosts: v.optional(v.record(host, environment), {}),
});
export type PolicyContent = v.InferOutput<typeof policyShape>;
