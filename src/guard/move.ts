import type { FileChange } from "../core/change.ts";
import { suggestedName } from "../core/detect/suggested-name.ts";
import { parseDotenv } from "../core/edit/dotenv.ts";
import type { Detection } from "../core/finding.ts";
import { nameOf, parentOf } from "../core/paths.ts";
import { Secret } from "../core/secret.ts";
import { referencePart } from "../vaults/reference.ts";
import { type Draft, draftOf } from "./move-draft.ts";
import { environmentFolder, exampleFile, stateOf, withIgnored, withName, withReference } from "./move-files.ts";
import { freeName, freeReference } from "./move-names.ts";
import type { MovePlan, MoveReceipt, MoveRequest, PlannedSecret, RefusedPlace } from "./move-plan.ts";
import { type Probe, probe } from "./move-probe.ts";
import { remaining } from "./move-remains.ts";
import { resolverState } from "./move-resolver.ts";
import { type Assignment, rewriteFile } from "./move-rewrite.ts";
import { rotationOf } from "./move-rotation.ts";
import type { Ports } from "./ports.ts";

/** Files by absolute path, on their way. */
type Drafts = Map<string, Draft>;

interface Named {
  readonly probes: readonly [Probe, ...Probe[]];
  readonly value: Secret;
  readonly fingerprint: string;
  readonly name: string;
  readonly reference: string;
}

/**
 * Plans the move of the detections: vault references, edits in every file, and what is left to do. Reads files and
 * the vault, writes nothing. `root` is absolute. Places that must not be edited stand in `refused` with the reason;
 * a plan without secrets means that all of them were.
 */
export async function planMove(root: string, ports: Ports, request: MoveRequest): Promise<MovePlan> {
  const { groups, refused } = probe(root, ports, request.detections);
  const drafts: Drafts = new Map();
  const draft = (path: string): Draft => {
    const known = drafts.get(path) ?? draftOf(path, ports.files.readText(path));
    drafts.set(path, known);
    return known;
  };
  const context: Context = { root, ports, request, draft, drafts };
  const named = await nameAll(context, groups);
  const rewriting = rewriteAll(context, named);
  const moved = named.filter(({ reference }) => rewriting.placed.some((one) => one.reference === reference));
  for (const one of moved) defineVariable(context, one, rewriting.placed);
  const secrets = moved.map((one): PlannedSecret => plannedSecret(context, one, rewriting.placed));
  const changed = inWritingOrder([...drafts.values()].filter(({ before, text }) => text !== (before ?? "")));
  return {
    root,
    secrets,
    changes: changed.map((one) => changeOf(root, one)),
    refused: [...refused, ...rewriting.refused],
    resolver: resolverState(ports.files, root, secrets),
    remains: await remaining(secrets, request.history),
    rotation: secrets.map(({ classification, reference }) => rotationOf(classification.provider, reference)),
    receipt: receiptOf(context, secrets, changed),
  };
}

interface Context {
  readonly root: string;
  readonly ports: Ports;
  readonly request: MoveRequest;
  readonly draft: (path: string) => Draft;
  readonly drafts: Drafts;
}

async function nameAll(context: Context, groups: readonly (readonly [Probe, ...Probe[]])[]): Promise<readonly Named[]> {
  const { root, request } = context;
  const project = referencePart(request.project ?? nameOf(root), "workspace");
  const named: Named[] = [];
  for (const probes of groups) {
    const [{ detection, value, fingerprint }] = probes;
    const begun = await begunMove(context, probes);
    if (begun !== undefined && !named.some(({ name }) => name === begun.name)) {
      named.push({ probes, value, fingerprint, ...begun });
      continue;
    }
    const name = nameOfGroup(context, probes, named);
    const taken = new Set(named.map(({ reference }) => reference));
    const reference = await freeReference({ detection, value, project, name, vault: request.vault, taken });
    named.push({ probes, value, fingerprint, name, reference });
  }
  return named;
}

/** A name that .env already gives this value, else the suggested one, free in this plan and in every .env it goes to. */
function nameOfGroup(context: Context, probes: readonly [Probe, ...Probe[]], named: readonly Named[]): string {
  const [first] = probes;
  const fromEnv = probes.find(({ kind }) => kind === "reference")?.variable;
  if (fromEnv !== undefined) return fromEnv;
  const files = probes.map(({ detection }) => envFileFor(context, detection.place.path));
  return freeName(wantedName(first), (name) => {
    const known = { value: first.value, reference: "" };
    return (
      named.some((one) => one.name === name) ||
      files.some((path) => stateOf(context.draft(path), name, known) === "other")
    );
  });
}

/** A move that was interrupted goes on: `.env` has the name with a reference under which the vault holds this value. */
async function begunMove(
  context: Context,
  [first, ...others]: readonly [Probe, ...Probe[]],
): Promise<Pick<Named, "name" | "reference"> | undefined> {
  const { vault } = context.request;
  const wanted = wantedName(first);
  const files = new Set([first, ...others].map(({ detection }) => envFileFor(context, detection.place.path)));
  for (const { name, value: reference } of [...files].flatMap((path) => parseDotenv(context.draft(path).text))) {
    const isOurs = name === wanted || new RegExp(`^${wanted}_\\d+$`).test(name);
    if (!isOurs || !vault.resolves(reference)) continue;
    if ((await vault.get(reference))?.equals(first.value) === true) return { name, reference };
  }
  return undefined;
}

const wantedName = ({ variable, detection }: Probe): string => variable ?? suggestedName(detection);

const envFileFor = ({ ports, root }: Context, path: string): string =>
  `${environmentFolder(ports.files, root, path)}/.env`;

type Placed = ReturnType<typeof rewriteFile>["placed"];

function rewriteAll(context: Context, named: readonly Named[]): { placed: Placed; refused: readonly RefusedPlace[] } {
  const byFile = new Map<string, Assignment[]>();
  for (const { probes, name, reference } of named) {
    for (const { detection } of probes) {
      const list = byFile.get(detection.place.path) ?? [];
      byFile.set(detection.place.path, [...list, { detection, name, reference }]);
    }
  }
  const placed: Placed[number][] = [];
  const refused: RefusedPlace[] = [];
  for (const [path, assignments] of byFile) {
    const absolute = `${context.root}/${path}`;
    const file = rewriteFile(context.draft(absolute), path, assignments);
    context.drafts.set(absolute, neededByAll(file.draft, assignments));
    placed.push(...file.placed);
    refused.push(...file.refused);
  }
  return { placed, refused };
}

/** Imports and helpers serve every secret of the file, whichever brought them in. */
function neededByAll(draft: Draft, assignments: readonly Assignment[]): Draft {
  const all = [...new Set(assignments.map(({ reference }) => reference))];
  const edits = draft.edits.map((edit) =>
    edit.removed.some(({ kind }) => kind === "value") ? edit : { ...edit, for: all },
  );
  return { ...draft, edits };
}

/** `.env` defines what code now reads; the example names it; git ignores `.env`. */
function defineVariable(context: Context, { name, value, reference }: Named, placed: Placed): void {
  const { root, ports, drafts, draft } = context;
  const own = placed.filter((one) => one.reference === reference);
  const reading = own.filter(({ kind }) => kind === "environment-read" || kind === "expansion");
  const defined = own.filter(({ kind, place }) => kind === "reference" && nameOf(place.path) === ".env");
  const files = new Set([
    ...reading.map(({ place }) => envFileFor(context, place.path)),
    ...defined.map(({ place }) => `${root}/${place.path}`),
  ]);
  for (const path of files) {
    if (reading.length > 0) drafts.set(path, withReference(draft(path), name, { value, reference }));
    const example = exampleFile(ports.files, parentOf(path));
    drafts.set(example, withName(draft(example), name, reference));
    const rules = `${root}/.gitignore`;
    const isRepository = ports.files.stat(`${root}/.git`) !== undefined || draft(rules).before !== undefined;
    if (isRepository) drafts.set(rules, withIgnored(draft(rules), path.slice(root.length + 1), reference));
  }
}

function plannedSecret({ request, ports }: Context, one: Named, placed: Placed): PlannedSecret {
  const places = placed
    .filter(({ reference }) => reference === one.reference)
    .map(({ place, kind, verifiedBy }) => ({ place, kind, verifiedBy }));
  const [{ detection }] = one.probes;
  const fingerprint = ports.fingerprinter.fingerprint(detection.value);
  const isCopy = (other: Detection): boolean =>
    ports.fingerprinter.fingerprint(other.value) === fingerprint &&
    !places.some(({ place }) => place.path === other.place.path && place.start === other.place.start);
  return {
    reference: one.reference,
    name: one.name,
    value: one.value,
    fingerprint: one.fingerprint,
    classification: detection.classification,
    places,
    copies: (request.workspace ?? []).filter(isCopy).map(({ place }) => place),
  };
}

/** What defines a variable is on the disk before what reads it, should we be killed in between. */
function inWritingOrder(drafts: readonly Draft[]): readonly Draft[] {
  const rank = ({ path }: Draft): number => (/^\.(?:env|gitignore)/.test(nameOf(path)) ? 0 : 1);
  return drafts.toSorted((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1));
}

function changeOf(root: string, { path, before, text }: Draft): FileChange {
  const relative = path.slice(root.length + 1);
  const why =
    nameOf(path) === ".gitignore"
      ? "keep .env out of git"
      : nameOf(path).startsWith(".env.") && before === undefined
        ? "name the variables for the team"
        : `take credentials out of ${relative}`;
  return { path, before, after: text, why, ...(nameOf(path) === ".env" ? { mode: 0o600 } : {}) };
}

function receiptOf(
  { root, ports }: Context,
  secrets: readonly PlannedSecret[],
  changed: readonly Draft[],
): MoveReceipt {
  return {
    version: 1,
    root,
    moved: new Date(ports.clock.now()).toISOString(),
    secrets: secrets.map(({ reference, name, fingerprint }) => ({ reference, name, fingerprint })),
    files: changed.map(({ path, before, text, edits }) => ({
      path,
      isNew: before === undefined,
      after: ports.fingerprinter.fingerprint(Secret.of(text)),
      edits,
    })),
  };
}
