import type { Entries } from "./entries.ts";
import { l10n } from "./l10n.ts";
import type { Names } from "./names.ts";

export type Relation = "read-here" | "used-there" | "same-credential" | "same-file" | "same-session";

export interface Related {
  readonly slot: number;
  readonly relation: Relation;
  /** The credential or the file that links the two; empty for a session. */
  readonly by: string;
}

export const relationWords: Readonly<Record<Relation, string>> = {
  "read-here": l10n.t("touched the file that holds it"),
  "used-there": l10n.t("used what that file holds"),
  "same-credential": l10n.t("the same credential"),
  "same-file": l10n.t("the same file"),
  "same-session": l10n.t("the same session"),
};

/** As many as are shown: a file that a build reads all day has thousands. */
const most = 12;

/**
 * Other records about the same things, the strongest link first: a file was touched here and a credential that it holds
 * was used there; then the same credential, the same file, and what the session did just before and after.
 */
export function relatedTo(entries: Entries, slot: number, names: Names): readonly Related[] {
  const link = linkOf(entries, slot, names);
  const found: Related[] = [];
  const near: Related[] = [];
  const session = entries.textNumber(slot, "session");
  const sequence = entries.sequence(slot);
  for (let place = 0; place < entries.count; place++) {
    const other = entries.slotAt(place);
    if (other === slot) continue;
    const relation = link(other);
    if (relation !== undefined) found.push(relation);
    else if (session >= 0 && entries.textNumber(other, "session") === session) {
      if (Math.abs(entries.sequence(other) - sequence) <= 8)
        near.push({ slot: other, relation: "same-session", by: "" });
    }
  }
  const rank = ({ relation }: Related): number => Object.keys(relationWords).indexOf(relation);
  const closest = (a: Related, b: Related): number =>
    Math.abs(entries.sequence(a.slot) - sequence) - Math.abs(entries.sequence(b.slot) - sequence);
  return [...found.toSorted((a, b) => rank(a) - rank(b) || closest(a, b)), ...near.toSorted(closest)].slice(0, most);
}

/** Asked for every record, so it remembers the answer for each different list of paths and of credentials. */
function linkOf(entries: Entries, slot: number, names: Names): (other: number) => Related | undefined {
  const credentials = new Set(entries.list(slot, "credentials"));
  const paths = new Set(entries.list(slot, "paths").map((path) => absolute(path, entries.text(slot, "cwd"))));
  const holding = new Map([...credentials].flatMap((id) => names.files(id).map((file) => [file, id] as const)));
  const held = new Set(names.all().flatMap(({ id, files }) => (files.some((file) => paths.has(file)) ? [id] : [])));
  const byPaths = remembered((other) => {
    const cwd = entries.text(other, "cwd");
    const all = entries.list(other, "paths").map((path) => absolute(path, cwd));
    const file = all.find((path) => holding.has(path));
    if (file !== undefined) return { relation: "read-here", by: file };
    const same = all.find((path) => paths.has(path));
    return same === undefined ? undefined : { relation: "same-file", by: same };
  });
  const byCredentials = remembered((other) => {
    const ids = entries.list(other, "credentials");
    const used = ids.find((id) => held.has(id) && !credentials.has(id));
    if (used !== undefined) return { relation: "used-there", by: used };
    const same = ids.find((id) => credentials.has(id));
    return same === undefined ? undefined : { relation: "same-credential", by: same };
  });
  return (other) => {
    const ids = entries.textNumber(other, "credentials");
    const files = entries.textNumber(other, "paths");
    const link =
      (ids < 0 ? undefined : byCredentials(ids, other)) ??
      (files < 0 ? undefined : byPaths(files * 1_048_576 + entries.textNumber(other, "cwd"), other));
    return link === undefined ? undefined : { slot: other, ...link };
  };
}

type Link = Omit<Related, "slot"> | undefined;

/** One answer for all records with the same key, worked out on the first of them. */
function remembered(answer: (slot: number) => Link): (key: number, slot: number) => Link {
  const known = new Map<number, Link>();
  return (key, slot) => {
    if (known.has(key)) return known.get(key);
    const made = answer(slot);
    known.set(key, made);
    return made;
  };
}

/** A path as the record has it, from the folder that the record names. */
function absolute(path: string, cwd: string): string {
  const slashed = path.replaceAll("\\", "/");
  if (slashed.startsWith("/") || /^[A-Za-z]:\//.test(slashed) || cwd === "") return slashed;
  return `${cwd.replaceAll("\\", "/")}/${slashed.replace(/^\.\//, "")}`;
}
