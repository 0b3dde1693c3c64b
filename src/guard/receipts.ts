import * as v from "valibot";
import type { Receipt } from "../agents/agent.ts";
import { contentHash } from "../audit/content-hash.ts";
import type { Files } from "../core/ports.ts";
import { indexFileOf } from "./write-index.ts";

/** The folder of all receipts; a `Home` is one. */
export interface ReceiptHome {
  readonly receipts: string;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const receiptShape = v.object({
  path: v.string(),
  hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  ours: v.array(v.tuple([count, count])),
  created: v.boolean(),
  switches: v.exactOptional(v.array(v.string())),
  folders: v.array(v.string()),
});
const fileShape = v.object({ version: v.literal(1), root: v.string(), receipts: v.array(receiptShape) });

export const receiptsFileOf = (realRoot: string, home: ReceiptHome): string =>
  indexFileOf(realRoot, { indexes: home.receipts });

/**
 * What is known of the files that were written in a workspace. A file that is missing, damaged or from another root
 * counts as none: then what is ours is told by its marks, which needs no memory.
 */
export function readReceipts(realRoot: string, files: Files, home: ReceiptHome): readonly Receipt[] {
  const text = files.readText(receiptsFileOf(realRoot, home));
  if (text === undefined) return [];
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), fileShape), text);
  return parsed.success && parsed.output.root === realRoot ? parsed.output.receipts : [];
}

export function writeReceipts(realRoot: string, receipts: readonly Receipt[], files: Files, home: ReceiptHome): void {
  const file = receiptsFileOf(realRoot, home);
  if (receipts.length === 0) files.remove(file);
  else files.replace(file, `${JSON.stringify({ version: 1, root: realRoot, receipts })}\n`, 0o600);
}

/** The receipt of a file that still is as it was left. */
export function receiptFor(receipts: readonly Receipt[], path: string, text: string): Receipt | undefined {
  const hash = contentHash(text);
  return receipts.findLast((receipt) => receipt.path === path && receipt.hash === hash);
}
