const earliest = Date.UTC(2010, 0);
const stamp =
  /"(?:timestamp|ts|time|created|createdAt|created_at)"\s*:\s*(?:"(\d{4}-\d\d-\d\dT[0-9:.]{5,16}(?:Z|[+-]\d\d:?\d\d)?)"|(\d{10,13}))/;

/**
 * When the line at `at` was recorded, in milliseconds: a transcript's own timestamp, zsh's and bash's history stamps,
 * fish's `when`. undefined: the line does not say.
 */
export function whenOf(text: string, at: number, now: number): number | undefined {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const lineEnd = text.indexOf("\n", at);
  const end = lineEnd < 0 ? text.length : lineEnd;
  // A document on one line has many stamps: the one nearest before the value is its own.
  const line = text.slice(Math.max(start, at - 65_536), Math.min(end, at + 65_536));
  const json = stamp.exec(line);
  if (json !== null) return plausible(json[1] === undefined ? seconds(json[2]) : Date.parse(json[1]), now);
  const zsh = /^: (\d{9,11}):\d+;/.exec(line);
  if (zsh !== null) return plausible(seconds(zsh[1]), now);
  const before = text.slice(text.lastIndexOf("\n", start - 2) + 1, Math.max(0, start - 1));
  const bash = /^#(\d{9,11})$/.exec(before);
  if (bash !== null) return plausible(seconds(bash[1]), now);
  const fish = /^\n {2}when: (\d{9,11})/.exec(text.slice(end, end + 40));
  return fish === null ? undefined : plausible(seconds(fish[1]), now);
}

function seconds(digits: string | undefined): number {
  const value = Number(digits);
  return (digits?.length ?? 0) > 11 ? value : value * 1000;
}

const plausible = (time: number, now: number): number | undefined =>
  time >= earliest && time <= now + 86_400_000 ? time : undefined;
