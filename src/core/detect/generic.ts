import type { Tier } from "../finding.ts";
import { isExpression, isIdentifier, isProse, uuidPattern } from "./filters/expression.ts";
import { isHashLike } from "./filters/hash-like.ts";
import { keyStrength, wordsOf } from "./filters/key-words.ts";
import { isPlaceholder } from "./filters/placeholder.ts";
import { entropy, isRandom, isScrambled, isWordLike } from "./filters/word-likeness.ts";
import type { Assignment } from "./readers/assignment.ts";

export interface GenericVerdict {
  readonly tier: Tier;
  readonly kind: string;
}

const longest = 1024;

/** Judges a keyed value that no provider rule knows. The strict filter of detection.md section 4.2, then passwords. */
export function judgeGeneric(assignment: Assignment, secretFile: boolean): GenericVerdict | undefined {
  const { key, value } = assignment;
  const strength = keyStrength(key, assignment.parents);
  if (strength === undefined || value.length < 4 || value.length > longest) return undefined;
  if (isPlaceholder(value, key) || isHashLike(value, key) || value.includes("\0") || value.includes("\ufffd"))
    return undefined;
  if (/\s/.test(value) && (strength !== "password" || isProse(value))) return undefined;
  if (isExpression(value) || /^[[{].*[\]}]$|":/s.test(value)) return undefined;
  if (assignment.syntax === "argument" && (value.length < 12 || !isRandom(value))) return undefined;
  if (assignment.syntax === "embedded" && !isRandom(value) && !isComplex(value)) return undefined;
  return strength === "password" ? judgePassword(assignment, secretFile) : judgeSecret(assignment, secretFile);
}

const kindOf = (key: string): string => {
  const words = wordsOf(key);
  if (/token|jwt|bearer/.test(words)) return "token";
  if (/key/.test(words)) return "key";
  return "secret";
};

function judgeSecret({ key, value, quoted, syntax }: Assignment, secretFile: boolean): GenericVerdict | undefined {
  const kind = kindOf(key);
  if (
    value.length < 8 ||
    (isIdentifier(value) && !isScrambled(value)) ||
    (uuidPattern.test(value) &&
      !/secret|(?:api|access|auth|private|personal|deploy|service|bearer|refresh)[-_]?(?:token|key)/i.test(key))
  )
    return undefined;
  if (syntax === "code" && !quoted) return undefined;
  if (/^[\d.,:+-]+$/.test(value)) return undefined;
  if (isRandom(value)) return { tier: "generic", kind };
  const dense = value.length >= 16 && entropy(value) >= 3.2 && !isWordLike(value);
  if (dense) return { tier: "generic", kind };
  return secretFile || /secret|token/i.test(key)
    ? { tier: secretFile && /\d/.test(value) ? "generic" : "weak", kind }
    : undefined;
}

/** Three of lower, upper, digit and other: chosen to be strong, whatever it spells. */
function isComplex(value: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((pattern) => pattern.test(value)).length;
  return value.length >= 8 && kinds >= 3;
}

function judgePassword({ value, quoted, syntax }: Assignment, secretFile: boolean): GenericVerdict | undefined {
  const kind = "password";
  if (isRandom(value)) return { tier: "generic", kind };
  if (/^[\w$]+\.[\w$.]+$/.test(value) && !quoted) return undefined;
  if (isComplex(value) && !/^[A-Z][a-z]+(?:[A-Z][a-z]+)*\d?$/.test(value)) return { tier: "generic", kind };
  if (secretFile && value.length >= 8 && !isIdentifier(value)) return { tier: "generic", kind };
  return quoted || syntax !== "code" ? { tier: "weak", kind } : undefined;
}
