import { Secret } from "../../src/core/secret.ts";
import { planMove } from "../../src/guard/move.ts";
import { carryOutMove } from "../../src/guard/move-carry-out.ts";
import { carryOutRestore, planRestore } from "../../src/guard/restore.ts";
import { detectionOf, openWorkspace } from "./move-workspace.ts";

/** A process to be killed: node move-child.js FOLDER move|restore|set|rotate. The value comes on standard input. */
async function main([folder = "", what = ""]: readonly string[]): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  const value = Buffer.concat(chunks).toString();
  const { root, ports, vault, home } = openWorkspace(folder);
  process.stdout.write("ready\n");
  if (what === "set") {
    for (let at = 0; at < 20; at++)
      await vault.set(`leastkey://shop/test/item-${String(at)}/key`, Secret.of(`${value}${String(at)}`));
  } else if (what === "rotate") {
    for (let at = 0; at < 20; at++)
      await vault.set("leastkey://shop/test/first/key", Secret.of(`${value}${String(at)}`), { overwrite: true });
  } else if (what === "move") {
    const text = ports.files.readText(`${root}/pay.js`) ?? "";
    const detections = [detectionOf("pay.js", text, value, "PAY_SECRET")];
    await carryOutMove(await planMove(root, ports, { detections, vault }), ports, { vault, home });
  } else {
    const plan = await planRestore(root, ports, { references: "all", vault, home });
    await carryOutRestore(plan, ports, { vault, home, forget: true });
  }
}

void main(process.argv.slice(2));
