import type { FileChange } from "../core/change.ts";
import type { ReplacementKind } from "../core/edit/replacement.ts";
import type { Classification, Detection, Place } from "../core/finding.ts";
import type { Secret } from "../core/secret.ts";
import type { Vault } from "../vaults/vault.ts";

export interface MoveRequest {
  /** What to move: one secret, all of a file, or all of the workspace. */
  readonly detections: readonly Detection[];
  /** Every detection of the workspace, to offer the other places of the same values; may be left out. */
  readonly workspace?: readonly Detection[];
  readonly vault: Vault;
  /** The first part of each reference; the workspace's folder name by default. */
  readonly project?: string;
  /** Where the value may still be found afterwards; platform/git-history.ts. Left out: not looked at, and said so. */
  readonly history?: (path: string, value: Secret) => Promise<HistoryTrace | undefined>;
}

/** Commits that still hold a value. undefined instead: no repository, or none does. */
export interface HistoryTrace {
  readonly commits: number;
  readonly newest: string; // abbreviated hash
  readonly isPushed: boolean | undefined; // undefined: there is no remote to compare with
}

/** One secret of a plan, with every place of it that the plan edits. */
export interface PlannedSecret {
  readonly reference: string;
  readonly name: string; // the environment variable
  readonly value: Secret;
  readonly fingerprint: string;
  readonly classification: Classification;
  readonly places: readonly PlannedPlace[];
  /** The same value in places that the plan leaves alone. */
  readonly copies: readonly Place[];
}

export interface PlannedPlace {
  readonly place: Place;
  readonly kind: ReplacementKind;
  readonly verifiedBy: string;
}

export interface RefusedPlace {
  readonly place: Place;
  readonly rule: string;
  readonly reason: string;
  readonly hint: string;
}

/** Who turns the reference back into the value when the program runs. */
export interface ResolverState {
  /** undefined: nothing in the workspace does yet. */
  readonly wired: string | undefined; // "package.json: scripts.start"
  readonly suggestions: readonly Suggestion[];
}

/** A way to start the program with its references resolved. */
export interface Suggestion {
  readonly title: string; // "package.json: scripts.start", "make"
  readonly detail: string; // what is written, or the command to type
  /** What the file becomes; undefined: nothing is written, the command is typed. */
  readonly change?: FileChange;
}

export interface Remaining {
  readonly where: string; // "git history"
  readonly detail: string;
  readonly hint: string;
}

export interface Rotation {
  readonly provider: string;
  readonly page: string | undefined; // https address
  readonly detail: string;
}

/** What moving would do: a pure value; the preview, the dry run and the carrying out are the same plan. */
export interface MovePlan {
  readonly root: string;
  readonly secrets: readonly PlannedSecret[];
  /** In the order they are written: what defines a variable stands before what reads it. */
  readonly changes: readonly FileChange[];
  readonly refused: readonly RefusedPlace[];
  readonly resolver: ResolverState;
  readonly remains: readonly Remaining[];
  readonly rotation: readonly Rotation[];
  readonly receipt: MoveReceipt;
}

/** What is needed to put everything back. It names values by reference and never holds one. */
export interface MoveReceipt {
  readonly version: 1;
  readonly root: string;
  readonly moved: string; // ISO 8601
  readonly secrets: readonly { readonly reference: string; readonly name: string; readonly fingerprint: string }[];
  readonly files: readonly ReceiptFile[];
}

export interface ReceiptFile {
  readonly path: string; // absolute
  readonly isNew: boolean; // we made it
  /** Fingerprint of the whole text after the move: equal means that putting back is exact. */
  readonly after: string;
  readonly edits: readonly ReceiptEdit[]; // sorted; offsets of the text after the move
}

/** One stretch of a file that the move rewrote. */
export interface ReceiptEdit {
  readonly at: number;
  readonly inserted: string;
  readonly removed: readonly ReceiptPiece[];
  /** The references that need it: it is undone when the last of them is put back. */
  readonly for: readonly string[];
}

/** A part of the replaced text: text, the value of a reference as it was written there, or what is still there. */
export type ReceiptPiece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "value"; readonly reference: string; readonly writtenAs: "verbatim" | "json" }
  | { readonly kind: "kept"; readonly from: number; readonly length: number }; // of `inserted`

export interface MoveOutcome {
  readonly references: readonly string[];
  readonly written: readonly string[]; // absolute paths
  readonly receipt: string; // its path
}
