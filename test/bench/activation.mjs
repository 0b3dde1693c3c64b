// Activation of the packaged extension in the real host, as the editor itself measures it: the UI suite "start" reads
// the numbers off "Developer: Show Running Extensions". The peer is the same suite's own target, 30 ms.
import { spawnSync } from "node:child_process";

const rounds = Number(process.argv[2] ?? 3);
const times = [];
const firsts = [];
for (let round = 0; round < rounds; round++) {
  const { stdout } = spawnSync(process.execPath, [".scripts/ui-tests.mjs", "start"], { encoding: "utf8" });
  const time = /activation of the packaged extension: (\d+) ms, then (\d+) ms/.exec(stdout);
  if (time === null) {
    console.log(/^skipped: .*$/m.exec(stdout)?.[0] ?? "the editor gave no number");
    break;
  }
  firsts.push(Number(time[1]));
  times.push(Number(time[2]));
}
times.sort((a, b) => a - b);
if (times.length > 0)
  console.log(`activation, the first after an installation: ${firsts.join(", ")} ms
activation: ${times.join(", ")} ms; ${(times[times.length >> 1] / 30).toFixed(2)} × the target`);
