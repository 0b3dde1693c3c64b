import { LeastkeyError, messageOf } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";
import { decryptWithPassphrase, encryptWithPassphrase } from "../vaults/age.ts";

/** What the thread is started for. The texts stay within this process. */
export type PassphraseJob =
  | { readonly kind: "wrap"; readonly passphrase: string; readonly text: string; readonly workFactor: number }
  | { readonly kind: "unwrap"; readonly passphrase: string; readonly text: string };

export type PassphraseReply =
  | { readonly kind: "done"; readonly text: string | undefined }
  | {
      readonly kind: "failed";
      readonly failure: Pick<LeastkeyError, "code" | "message" | "hint"> | undefined;
      readonly message: string;
    };

export async function answerPassphrase(job: PassphraseJob): Promise<PassphraseReply> {
  const passphrase = Secret.of(job.passphrase);
  try {
    const text =
      job.kind === "wrap"
        ? await encryptWithPassphrase(passphrase, job.text, job.workFactor)
        : await decryptWithPassphrase(passphrase, job.text);
    return { kind: "done", text };
  } catch (error) {
    const failure =
      error instanceof LeastkeyError ? { code: error.code, message: error.message, hint: error.hint } : undefined;
    return { kind: "failed", failure, message: messageOf(error) };
  }
}
