import type { Tier } from "../finding.ts";
import { isConstantName, isExpression, isIdentifier, isProse, uuidPattern } from "./filters/expression.ts";
import { isHashLike } from "./filters/hash-like.ts";
import { type KeyStrength, keyStrength, wordsOf } from "./filters/key-words.ts";
import { isPlaceholder } from "./filters/placeholder.ts";
import { isChosen, isComplex } from "./filters/strength.ts";
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
  if (isPlaceholder(value, key) || isHashLike(value, key) || /[\0-\x08\x0e-\x1f\x7f\ufffd]/.test(value))
    return undefined;
  if (/\s/.test(value) && (strength !== "password" || isProse(value))) return undefined;
  if (isExpression(value) || /^[[{].*[\]}]$|":/s.test(value)) return undefined;
  if (assignment.syntax === "argument" && (value.length < 12 || !isRandom(value))) return undefined;
  if (assignment.syntax === "embedded" && !isRandom(value) && !isComplex(value) && !isChosenHere(value, strength))
    return undefined;
  switch (strength) {
    case "password":
      return judgePassword(assignment, secretFile);
    case "secret":
      return judgeSecret(assignment, secretFile);
    case "key":
      return judgeKey(assignment);
  }
}

/** Keys of tables, maps and caches are called so too: only what a generator made counts. */
function judgeKey({ value, quoted, syntax }: Assignment): GenericVerdict | undefined {
  const made =
    value.length >= 20 &&
    /^[A-Za-z0-9+/_=-]+$/.test(value) &&
    isRandom(value) &&
    !uuidPattern.test(value) &&
    !isIdentifier(value);
  return made && (quoted || syntax !== "code") ? { tier: "generic", kind: "key" } : undefined;
}

const isChosenHere = (value: string, strength: KeyStrength): boolean => strength === "password" && isChosen(value);

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
    /^[\w.-]+(?:,[\w.-]+)+$/.test(value) || // a list of names or ids
    (isIdentifier(value) && !isScrambled(value)) ||
    (uuidPattern.test(value) &&
      !/secret|(?:api|access|auth|private|personal|deploy|service|bearer|refresh)[-_]?(?:token|key)/i.test(key))
  )
    return undefined;
  if (syntax === "code" && !quoted) return undefined;
  if (/^[\d.,:+-]+$/.test(value)) return undefined;
  if (isRandom(value) || isScrambled(value)) return { tier: "generic", kind };
  if (isComplex(value) && /[!@#$%^&*]/.test(value)) return { tier: "generic", kind };
  const dense = value.length >= 16 && entropy(value) >= 3.2 && !isWordLike(value);
  if (dense) return { tier: "generic", kind };
  return secretFile || /secret|token/i.test(key)
    ? { tier: secretFile && /\d/.test(value) ? "generic" : "weak", kind }
    : undefined;
}

/** What a test runner prints: `--- PASS: TestAddr/zone`. */
const isPassedTest = ({ key, value }: Assignment): boolean =>
  key === "PASS" && /^(?:Test|Fuzz|Benchmark|Example|test_)/.test(value);

function judgePassword(assignment: Assignment, secretFile: boolean): GenericVerdict | undefined {
  const { value, quoted, syntax } = assignment;
  const kind = "password";
  if (isPassedTest(assignment)) return undefined;
  if (isConstantName(value) || /^[a-z]+(?:[-_][a-z]+)*[-_]\d{1,4}$/.test(value)) return { tier: "weak", kind };
  if (isRandom(value) || isScrambled(value)) return { tier: "generic", kind };
  if (/^[\w$]+\.[\w$.]+$/.test(value) && !quoted) return undefined;
  if (isComplex(value) && !/^[A-Z][a-z]+(?:[A-Z][a-z]+)*\d?$/.test(value)) return { tier: "generic", kind };
  if (isChosen(value)) return { tier: "generic", kind };
  if (secretFile && value.length >= 8 && !isIdentifier(value)) return { tier: "generic", kind };
  return quoted || syntax !== "code" ? { tier: "weak", kind } : undefined;
}
