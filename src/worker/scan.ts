import { parentPort, workerData } from "node:worker_threads";
import { messageOf } from "../core/errors.ts";
import { machineFingerprinter } from "../platform/fingerprint.ts";
import { answer, type Tools } from "./answer.ts";
import { reusingReader } from "./file-reader.ts";
import type { Reply, Request, WorkerSetup } from "./messages.ts";
import type { PassphraseJob } from "./passphrase.ts";

/** Answers the client's requests one at a time. */
function serve(port: NonNullable<typeof parentPort>, { fingerprintKey, caches, done: shared }: WorkerSetup): void {
  const done = new Int32Array(shared);
  const tools: Tools = {
    files: reusingReader(),
    fingerprinter: machineFingerprinter({ fingerprintKey }),
    caches,
    program: __filename,
    onProgress: (count) => {
      Atomics.store(done, 0, count);
    },
  };
  port.on("message", (request: Request) => {
    answer(request, tools).then(
      (reply) => port.postMessage(reply),
      (error: unknown) => {
        port.postMessage({ kind: "failed", id: request.id, message: messageOf(error) } satisfies Reply);
      },
    );
  });
}

/** The same program keeps passphrases from the editor's thread: a second one in the package would be a copy of this. */
async function unwrap(port: NonNullable<typeof parentPort>, { job }: { readonly job: PassphraseJob }): Promise<void> {
  const { answerPassphrase } = await import("./passphrase.ts");
  port.postMessage(await answerPassphrase(job));
}

const given = workerData as WorkerSetup | { readonly job: PassphraseJob };
if (parentPort !== null) {
  if ("job" in given) void unwrap(parentPort, given);
  else serve(parentPort, given);
}
