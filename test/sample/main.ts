import { writeSample } from "./sample.ts";

export { startPaas, volumeDeleteCommand } from "./paas.ts";
export { writeSample };

/** node dist/sample.js DIR [SEED] */
function main([dir, seed]: readonly string[]): void {
  if (dir === undefined) {
    process.stderr.write("sample: usage: node sample.js DIR [SEED]\n");
    process.exitCode = 2;
    return;
  }
  try {
    const { files, planted } = writeSample(dir, seed === undefined ? undefined : Number(seed));
    process.stdout.write(`${String(files.length)} files with ${String(planted.length)} secrets written to ${dir}\n`);
  } catch (error) {
    process.stderr.write(`sample: error: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 3;
  }
}

if (require.main === module) main(process.argv.slice(2));
