import { isMap, isScalar, parseDocument, type YAMLMap } from "yaml";
import { builtInPolicy } from "./built-in-policy.ts";
import type { CredentialLabels } from "./request.ts";

export type LabelChange = Partial<Pick<CredentialLabels, "service" | "environment" | "actions" | "hosts">>;

/**
 * A policy's text in which a credential has this label, comments kept. The rule stands first, because the first that
 * matches counts. Where there was no policy, it begins with the built-in one, without which nobody would have a passport.
 */
export function withLabel(source: string | undefined, reference: string, label: LabelChange): string {
  const document = parseDocument(source ?? builtInPolicy, { stringKeys: true });
  if (!isMap(document.get("credentials", true))) document.set("credentials", document.createNode({}));
  const rules = document.get("credentials", true) as YAMLMap;
  rules.items = rules.items.filter(({ key }) => !(isScalar(key) && key.value === reference) && key !== reference);
  // A comment above the first rule is the map's by yaml's reading, and the rule's by everybody's.
  const first = rules.items[0]?.key;
  if (isScalar(first) && rules.commentBefore) {
    first.commentBefore = rules.commentBefore;
    rules.commentBefore = null;
  }
  const rule = document.createNode(label, { flow: true });
  rules.items.unshift(document.createPair(reference, rule));
  rules.flow = false;
  return document.toString({ lineWidth: 0 });
}
