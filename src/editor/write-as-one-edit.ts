import type { WriteFiles } from "../guard/move-carry-out.ts";
import { writeReceipt } from "../guard/move-receipts.ts";
import { applyAsOneEdit } from "./workspace-edit.ts";

/** The files of a move by one edit, which one undo takes back. */
export const writeAsOneEdit: WriteFiles = async ({ changes, receipt: kept }, { audit, files }, { receipt, event }) => {
  writeReceipt(receipt, kept, files);
  await applyAsOneEdit(changes);
  audit.append(event);
  return changes.map(({ path }) => path);
};
