import type { AuditAction } from "./event.ts";
import { ocsfClasses } from "./ocsf.ts";

/** One line of the mapping: a member of our OCSF records, and the field of the Elastic Common Schema it belongs in. */
export interface EcsField {
  readonly ocsf: string; // path; [] stands for each item of a list
  readonly ecs: string;
  readonly how?: string; // where it is not a plain copy
}

/** Elastic Common Schema 8 (elastic.co/docs/reference/ecs). Only the values of event.category were compared
 * with that page, 2026-11-24; the other names are from general knowledge. No second format is written: a pipeline renames. */
export const ecsFields: readonly EcsField[] = [
  { ocsf: "time", ecs: "@timestamp", how: "milliseconds since 1970" },
  { ocsf: "metadata.uid", ecs: "event.id", how: "also the id of the document: what came twice is one" },
  { ocsf: "metadata.sequence", ecs: "event.sequence" },
  { ocsf: "metadata.product.name", ecs: "observer.product" },
  { ocsf: "metadata.product.vendor_name", ecs: "observer.vendor" },
  { ocsf: "metadata.product.version", ecs: "observer.version" },
  { ocsf: "api.operation", ecs: "event.action" },
  { ocsf: "class_uid", ecs: "event.category", how: "see the classes below; event.kind is always event" },
  { ocsf: "status_id", ecs: "event.outcome", how: "1 success, 2 failure" },
  { ocsf: "severity_id", ecs: "event.severity" },
  { ocsf: "status_detail", ecs: "event.reason" },
  { ocsf: "duration", ecs: "event.duration", how: "times 1,000,000: nanoseconds" },
  { ocsf: "policy.uid", ecs: "rule.id" },
  { ocsf: "policy.name", ecs: "rule.name" },
  { ocsf: "unmapped.rule", ecs: "rule.id", how: "of what was seen and not judged" },
  { ocsf: "actor.user.name", ecs: "user.name" },
  { ocsf: "actor.session.uid", ecs: "session.id", how: "the agent's session; ECS has none, so a custom field" },
  { ocsf: "actor.process.pid", ecs: "process.pid" },
  { ocsf: "actor.process.cmd_line", ecs: "process.command_line", how: "redacted" },
  { ocsf: "actor.process.working_directory", ecs: "process.working_directory" },
  { ocsf: "unmapped.exit_code", ecs: "process.exit_code", how: "a number there" },
  { ocsf: "ai_agent.uid", ecs: "labels.agent_id", how: "ECS's agent is the shipper, not the coding agent" },
  { ocsf: "device.hostname", ecs: "host.hostname" },
  { ocsf: "src_endpoint.hostname", ecs: "source.domain" },
  {
    ocsf: "resources[].name",
    ecs: "file.path",
    how: "of the type file; of the type secret labels.credential, a reference or fingerprint",
  },
  { ocsf: "unmapped.outcome", ecs: "labels.verdict" },
  { ocsf: "unmapped.attribution", ecs: "labels.attribution" },
  { ocsf: "unmapped.tool", ecs: "labels.tool" },
  { ocsf: "unmapped.workspace", ecs: "labels.workspace" },
  { ocsf: "unmapped.uncertain", ecs: "labels.uncertain" },
  {
    ocsf: "attestation_list[].fingerprint.value",
    ecs: "event.hash",
    how: "of the original; event.original is the line itself",
  },
];

type EcsCategory = "iam" | "configuration" | "authentication" | "process" | "api";

/** event.category by OCSF class. */
export const ecsCategories: Readonly<Record<number, EcsCategory>> = {
  1007: "process",
  3002: "authentication",
  3004: "configuration",
  3005: "iam",
  6003: "api",
};

/** The mapping as a page: what a pipeline in front of Elasticsearch has to rename. */
export function ecsTable(): string {
  const rows = ecsFields.map(({ ocsf, ecs, how = "" }) => `| \`${ocsf}\` | \`${ecs}\` | ${how} |`);
  const actions = Object.keys(ocsfClasses) as AuditAction[];
  const classes = Object.entries(ecsCategories).map(([uid, category]) => {
    const named = actions.filter((action) => String(ocsfClasses[action].uid) === uid);
    return `| ${uid} | \`${category}\` | ${named.join(", ")} |`;
  });
  return [
    "| OCSF 1.8, as exported | ECS | how |",
    "|---|---|---|",
    ...rows,
    "",
    "| class_uid | event.category | actions |",
    "|---|---|---|",
    ...classes,
  ].join("\n");
}
