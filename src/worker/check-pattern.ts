import { type AST, parseRegExpLiteral, visitRegExpAST } from "@eslint-community/regexpp";
import { analyse } from "scslre";

/** A group may be repeated this often: more of them inside each other is a product. */
const mostGroups = 16;
const mostRuns = 4096;

/** Why a pattern could take long on some text; undefined when it takes time in proportion to it. */
export function slownessOf(pattern: string, flags: string): string | undefined {
  const literal = parseRegExpLiteral(new RegExp(pattern, flags));
  const repeated = repetitionIn(literal);
  if (repeated !== undefined) return repeated;
  const [report] = analyse({ source: pattern, flags }).reports;
  if (report === undefined) return undefined;
  const quantifier = report.type === "Trade" ? report.startQuant : report.quant;
  return `${quantifier.raw} can be matched in ${report.exponential ? "exponentially" : "quadratically"} many steps`;
}

function repetitionIn(literal: AST.RegExpLiteral): string | undefined {
  let found: string | undefined;
  visitRegExpAST(literal, {
    onQuantifierEnter: (quantifier) => {
      if (found !== undefined) return;
      const { element, max, min, raw } = quantifier;
      const isGroup = element.type === "Group" || element.type === "CapturingGroup";
      if (max !== Infinity && max > mostRuns) found = `${raw} repeats more than ${String(mostRuns)} times`;
      else if (isGroup && max > 1 && (max > mostGroups || isAmbiguous(element)))
        found = `${raw} repeats a group ${max > mostGroups ? `more than ${String(mostGroups)} times` : "that repeats or chooses itself"}`;
      else if (min > max) found = `${raw} has no end`;
    },
  });
  return found;
}

function isAmbiguous(group: AST.Group | AST.CapturingGroup): boolean {
  let ambiguous = group.alternatives.length > 1;
  visitRegExpAST(group, {
    onQuantifierEnter: ({ min, max }) => {
      if (min !== max) ambiguous = true;
    },
  });
  return ambiguous;
}
