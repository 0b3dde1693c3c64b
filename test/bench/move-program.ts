import { rmSync } from "node:fs";
import { planMove } from "../../src/guard/move.ts";
import { carryOutMove } from "../../src/guard/move-carry-out.ts";
import { carryOutRestore, planRestore } from "../../src/guard/restore.ts";
import { detectionOf, moveWorkspace } from "../guard/move-workspace.ts";

/** 100 secrets in 40 files of JavaScript, moved into an embedded vault in one plan and put back in one. */
async function main(): Promise<void> {
  const contents: Record<string, string> = {};
  const code = Array.from({ length: 60 }, (_, at) => `export const line${String(at)} = ${String(at)};\n`).join("");
  for (let file = 0; file < 40; file++) {
    const values = Array.from(
      { length: file < 20 ? 3 : 2 },
      (_, at) => `const k${String(at)} = "${["sample", "Zx81", String(file), String(at), "q9Lm"].join("-")}";\n`,
    );
    contents[`src/m${String(file)}.js`] = values.join("") + code;
  }
  const detections = Object.entries(contents).flatMap(([path, text]) =>
    [...text.matchAll(/"([^"]+)"/g)].map((match, at) =>
      detectionOf(path, text, match[1] ?? "", `KEY_${String(at)}_${path.replaceAll(/\W/g, "_")}`),
    ),
  );
  const { folder, root, home, ports, vault } = moveWorkspace(undefined, contents);
  await vault.set("leastkey://shop/test/first/key", detections[0]?.value ?? (await Promise.reject(new Error("none"))));
  const started = performance.now();
  const plan = await planMove(root, ports, { detections, vault });
  const planned = performance.now();
  await carryOutMove(plan, ports, { vault, home });
  const moved = performance.now();
  const back = await planRestore(root, ports, { references: "all", vault, home });
  await carryOutRestore(back, ports, { vault, home });
  const restored = performance.now();
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
  process.stdout.write(
    `moving ${String(plan.secrets.length)} secrets in ${String(plan.changes.length)} files: ${seconds(moved - started)} (plan ${seconds(planned - started)}, vault and files ${seconds(moved - planned)}); put back: ${seconds(restored - moved)}\n`,
  );
  rmSync(folder, { recursive: true, force: true });
}

void main();
