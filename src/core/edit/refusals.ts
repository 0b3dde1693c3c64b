import type { Tree } from "@lezer/common";
import { type Refusal, refused } from "./replacement.ts";
import { isInComment } from "./syntax.ts";

export function notAString(tree: Tree, at: number): Refusal {
  return isInComment(tree, at)
    ? inComment()
    : refused("it stands in no string that can be replaced", "move it by hand");
}

export function inComment(): Refusal {
  return refused("it stands in a comment: no program uses it", "delete it, then rotate the credential");
}

export function mismatch(): Refusal {
  return refused("the text at this place is not the value that was found", "scan again, or take its escapes out first");
}

export function unverified(title: string): Refusal {
  return refused(`the edited file would not read as the same ${title}`, "move it by hand");
}

export function mustBeConstant(what: string): Refusal {
  return refused(`${what} must be a constant, which cannot read a variable`, "take the value out of it first");
}
