import { leastkeyHome } from "../../src/platform/home.ts";
import { openTrail } from "../../src/platform/trail-file.ts";

/** A process that appends: node trail-writer.js HOME NAME COUNT ROTATE_AT WAIT_MS. Says each number that is recorded. */
function main([home = "", name = "", count = "1", rotateAt = "33554432", waitMs = "60000"]: readonly string[]): void {
  const trail = openTrail(
    leastkeyHome({ LEASTKEY_HOME: home }),
    { now: () => Date.now() },
    {
      rotateAt: Number(rotateAt),
      checkpointEvery: 50,
      waitMs: Number(waitMs),
    },
  );
  for (let at = 0; at < Number(count); at++) {
    trail.append({
      action: "tool.call",
      outcome: "denied",
      attribution: "confirmed",
      agent: name,
      command: `cat .env # ${String(at)} ${"x".repeat(at % 700)}`,
    });
    process.stdout.write(`${String(at)}\n`);
  }
}

main(process.argv.slice(2));
