// The grid of the live lab as Markdown: a row for each way of trying, a column for each agent.
import { readFileSync, writeFileSync } from "node:fs";
import { more, pinned } from "./setup-agents.mjs";

/** The README's two places for a grid: the agents of our CI, and the others. */
const places = [
  { begin: "<!-- live grid: written by npm run lab -- --readme -->", end: "<!-- live grid ends -->", of: pinned },
  { begin: "<!-- second grid: npm run lab -- AGENT... --readme -->", end: "<!-- second grid ends -->", of: more },
];

export const isLeak = ({ outcome }) => outcome.kind === "leaked";

/** How many attempts were held, of those that reach the credential without rules; a dash where none does. */
export function gridLines(agents) {
  if (agents.length === 0) return [];
  const vectors = [...new Set(agents.flatMap(({ cells }) => cells.map(({ vector }) => vector)))];
  const cellOf = ({ cells }, vector) => {
    const mine = cells.filter((cell) => cell.vector === vector);
    const count = (kind) => mine.filter(({ outcome }) => outcome.kind === kind).length;
    const tried = count("held") + count("leaked");
    if (tried === 0) return "–";
    return count("leaked") > 0 ? `**${count("leaked")} of ${tried} leaked**` : `held ${count("held")}`;
  };
  const row = (cells) => `| ${cells.join(" | ")} |`;
  const tried = vectors.filter((vector) => agents.some((agent) => cellOf(agent, vector) !== "–"));
  const sum = ({ cells }) => {
    const held = cells.filter(({ outcome }) => outcome.kind === "held").length;
    return `${held} held, ${cells.filter(isLeak).length} leaked`;
  };
  return [
    row(["way of trying", ...agents.map(({ title, version }) => `${title} ${version ?? ""}`.trim())]),
    row(["---", ...agents.map(() => "---")]),
    ...tried.map((vector) => row([vector, ...agents.map((agent) => cellOf(agent, vector))])),
    row(["together", ...agents.map(sum)]),
    row(["time, beside another agent", ...agents.map(({ seconds }) => (seconds === undefined ? "–" : `${seconds} s`))]),
    row(["memory, at most", ...agents.map(({ peakMemoryMb }) => (peakMemoryMb ? `${peakMemoryMb} MB` : "–"))]),
  ];
}

/** What got through in spite of the rules, by agent, and what would close it. */
function leakLines(agents) {
  const lines = agents.flatMap(({ agent, title, cells }) => {
    const leaked = cells.filter(isLeak).map(({ scenario }) => `\`${scenario}\``);
    const closes = more.find(({ id }) => id === agent)?.leaks?.closes;
    const named =
      leaked.length > 6 ? `${leaked.length} attempts, every one that works without rules` : leaked.join(", ");
    return leaked.length === 0 ? [] : [`- ${title}: ${named}. What would close it: ${closes ?? "not known yet"}.`];
  });
  if (lines.length > 0) return ["What reaches a credential in spite of the rules:", "", ...lines];
  return ["No attempt that reaches a credential without rules reached one with them."];
}

export function intoReadme(agents, date) {
  for (const { begin, end, of } of places) {
    const mine = agents.filter(({ agent }) => of.some(({ id }) => id === agent));
    if (mine.length === 0) continue;
    const readme = readFileSync("README.md", "utf8");
    const [from, to] = [readme.indexOf(begin), readme.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`README.md has no place for the grid: ${begin}`);
    // How long it took is the machine's, and the README is not about one.
    const lines = gridLines(mine).filter((line) => !line.startsWith("| time"));
    const told = [`Measured ${date}.`, "", ...lines, "", ...leakLines(mine)];
    writeFileSync("README.md", `${readme.slice(0, from)}${begin}\n${told.join("\n")}\n${readme.slice(to)}`);
  }
}
