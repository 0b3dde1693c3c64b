import type { Replay, Story } from "./story.ts";

type Print = (line: string) => void;

/** What `npm start` says after each step: under 40 lines in all, each for a person to follow. */
export function tell(step: keyof Story, story: Partial<Story>, print: Print): void {
  for (const line of lines(step, story)) print(line);
}

function lines(step: keyof Story, story: Partial<Story>): readonly string[] {
  switch (step) {
    case "sample":
      return [
        `The sample: a small shop in .sample/nine-seconds, with ${String(story.sample?.planted.length)} planted secrets; nothing of yours is touched.`,
      ];
    case "scan":
      return [
        "",
        "1 Mark     leastkey scan",
        ...indent(worst(story.scan?.stdout ?? "")),
        ...indent(summary(story.scan?.stderr)),
      ];
    case "demoBefore":
      return ["", "2 Run      npm run demo, with the payment key in the code", ...indent(story.demoBefore?.stdout)];
    case "protect":
      return ["", "3 Hide     leastkey protect --yes", ...indent(summary(story.protect?.stderr))];
    case "move":
      return [
        "",
        "4 Move     leastkey move " + (story.sample ? story.sample.paymentKey.file : ""),
        ...indent(summary(story.move?.stderr)),
      ];
    case "demoWithout":
      return [];
    case "demoAfter":
      return indent(`leastkey run -- npm run demo: ${story.demoAfter?.stdout ?? ""}`);
    case "replays":
      return [
        "",
        "5 Replay   the incident, told to the hook by five agents",
        ...indent(refusals(story.replays ?? []).join("\n")),
      ];
    case "paasRequests":
      return indent(`requests that reached the PaaS: ${String(story.paasRequests)}`);
    case "verify":
      return ["", "6 Record   leastkey audit verify", ...indent(story.verify?.stdout)];
    case "verifyTampered":
      return [
        ...indent(`with one byte changed: ${story.verifyTampered?.stdout.split("\n")[0] ?? ""}`),
        "",
        "Next: npm run open (the same in an editor), npm start -- PATH (guard a folder of yours).",
      ];
  }
}

function indent(text: string | undefined): readonly string[] {
  return (text ?? "")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => `           ${line}`);
}

/** The findings to see first: those that can do most. */
function worst(stdout: string): string {
  const findings = stdout.split("\n").reduce<string[]>((all, line) => {
    if (line.startsWith("    ")) all[all.length - 1] += ` · ${line.trim()}`;
    else if (line !== "") all.push(line);
    return all;
  }, []);
  const shown = findings.filter((line) => line.includes("omnibus") || line.includes("production")).slice(0, 4);
  const more = findings.length - shown.length;
  return [...shown.map((line) => cut(line, 120)), `and ${String(more)} more`].join("\n");
}

/** The talk of a command, without its own name and the hints for somebody who works in that folder. */
function summary(stderr: string | undefined): string {
  return (stderr ?? "")
    .split("\n")
    .filter((line) => !line.includes("hint:"))
    .map((line) => line.replace(/^leastkey: /, ""))
    .slice(0, 5)
    .join("\n");
}

function refusals(replays: readonly Replay[]): readonly string[] {
  return [...new Set(replays.map((replay) => replay.does))].map((does) => {
    const tries = replays.filter((replay) => replay.does === does);
    const refused = tries.filter((replay) => !replay.carriedOut);
    return `an agent ${does}: refused for ${String(refused.length)} of ${String(tries.length)} (${refused.map((replay) => replay.agent).join(", ")})`;
  });
}

function cut(line: string, width: number): string {
  return line.length > width ? `${line.slice(0, width - 1)}…` : line;
}
