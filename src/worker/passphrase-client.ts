import { Worker } from "node:worker_threads";
import { LeastkeyError } from "../core/errors.ts";
import type { PassphraseSeal } from "../vaults/vault-key.ts";
import type { PassphraseJob, PassphraseReply } from "./passphrase.ts";

/**
 * Wraps and unwraps in a thread of its own: scrypt takes a second, and an editor's extensions share one thread.
 * `workerPath`: dist/scan-worker.js.
 */
export function sealInThread(workerPath: string): PassphraseSeal {
  return {
    wrap: async (passphrase, text, workFactor) => {
      const wrapped = await inThread(workerPath, { kind: "wrap", passphrase: passphrase.reveal(), text, workFactor });
      if (wrapped === undefined) throw new Error("the thread wrapped nothing");
      return wrapped;
    },
    unwrap: (passphrase, text) => inThread(workerPath, { kind: "unwrap", passphrase: passphrase.reveal(), text }),
  };
}

function inThread(workerPath: string, job: PassphraseJob): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerPath, { workerData: { job } });
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("the thread ended without an answer")));
    worker.once("message", (reply: PassphraseReply) => {
      if (reply.kind === "done") resolve(reply.text);
      else reject(failureOf(reply));
      void worker.terminate();
    });
  });
}

function failureOf({ failure, message }: PassphraseReply & { readonly kind: "failed" }): Error {
  return failure === undefined ? new Error(message) : new LeastkeyError(failure.code, failure.message, failure.hint);
}
