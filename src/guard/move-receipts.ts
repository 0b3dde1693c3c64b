import * as v from "valibot";
import { slashed } from "../core/paths.ts";
import type { Files } from "../core/ports.ts";
import type { MoveReceipt } from "./move-plan.ts";
import { receiptsFileOf } from "./receipts.ts";

/** Where receipts are kept; a `Home` is one. */
export interface MoveHome {
  readonly receipts: string;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const piece = v.variant("kind", [
  v.object({ kind: v.literal("text"), text: v.string() }),
  v.object({ kind: v.literal("value"), reference: v.string(), writtenAs: v.picklist(["verbatim", "json"]) }),
  v.object({ kind: v.literal("kept"), from: count, length: count }),
]);
const edit = v.object({ at: count, inserted: v.string(), removed: v.array(piece), for: v.array(v.string()) });
const file = v.object({ path: v.string(), isNew: v.boolean(), after: v.string(), edits: v.array(edit) });
const shape = v.object({
  version: v.literal(1),
  root: v.string(),
  moved: v.string(),
  secrets: v.array(v.object({ reference: v.string(), name: v.string(), fingerprint: v.string() })),
  files: v.array(file),
});

export interface KeptReceipt {
  readonly path: string;
  readonly receipt: MoveReceipt;
}

const folderOf = (home: MoveHome): string => `${home.receipts}/moves`;

/** A name of its own for every move: its time and the first value's fingerprint. */
export function receiptPath(receipt: MoveReceipt, home: MoveHome): string {
  const stamp = receipt.moved.replaceAll(/[^0-9]/g, "");
  return `${folderOf(home)}/${stamp}-${receipt.secrets[0]?.fingerprint ?? "none"}.json`;
}

export function writeReceipt(path: string, receipt: MoveReceipt, files: Files): void {
  files.replace(path, `${JSON.stringify(receipt)}\n`, 0o600);
}

/** The receipts of one workspace, newest first. One that does not read is passed over: nothing is put back by guess. */
export function movesOf(root: string, files: Files, home: MoveHome): readonly KeptReceipt[] {
  const real = realRootOf(root, files);
  return files
    .list(folderOf(home))
    .filter(({ name, kind }) => kind === "file" && name.endsWith(".json"))
    .flatMap(({ name }): readonly KeptReceipt[] => {
      const path = `${folderOf(home)}/${name}`;
      const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), shape), files.readText(path));
      return parsed.success ? [{ path, receipt: parsed.output }] : [];
    })
    .filter(({ receipt }) => realRootOf(receipt.root, files) === real)
    .toReversed();
}

/** The lock that every writer of a workspace takes. */
export function workspaceLock(root: string, files: Files, home: MoveHome): string {
  return `${receiptsFileOf(realRootOf(root, files), home)}.lock`;
}

const realRootOf = (root: string, files: Files): string => slashed(files.realPath(root) ?? root);
