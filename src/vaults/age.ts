import { LeastkeyError, messageOf } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";

/** The age format by its own author's library, loaded when first used: it costs more to load than a hook may take. */
const load = () => import("age-encryption");

/** An X25519 identity: Debian 12's age (1.1) knows no post-quantum recipients, and the file must open there. */
export async function newIdentity(): Promise<Secret> {
  const { generateX25519Identity } = await load();
  return Secret.of(await generateX25519Identity());
}

export async function recipientOf(identity: Secret): Promise<string> {
  const { identityToRecipient } = await load();
  return identityToRecipient(identity.reveal());
}

export async function encryptFor(recipient: string, text: string): Promise<Uint8Array> {
  const { Encrypter } = await load();
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return encrypter.encrypt(text);
}

/** undefined: the identity is not one of the file's. Throws `vault.corrupt` when the file is no sound age file. */
export async function decryptWith(identity: Secret, file: Uint8Array): Promise<string | undefined> {
  const { Decrypter } = await load();
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity.reveal());
  return opened(async () => textOf(await decrypter.decrypt(streamOf(file))));
}

/** `workFactor`: base-2 logarithm of scrypt's cost; age's own default of 18 takes about a second. */
export async function encryptWithPassphrase(passphrase: Secret, text: string, workFactor: number): Promise<string> {
  const { Encrypter, armor } = await load();
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase.reveal());
  encrypter.setScryptWorkFactor(workFactor);
  return armor.encode(await encrypter.encrypt(text));
}

/**
 * Streams in and out: given bytes, the library reads its result through `Response`, for which Node loads the whole of
 * its HTTP client, some 20 ms that every `leastkey run` would wait for.
 */
function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => {
      controller.enqueue(bytes);
      controller.close();
    },
  });
}

async function textOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
  }
}

/** undefined: a wrong passphrase. */
export async function decryptWithPassphrase(passphrase: Secret, armored: string): Promise<string | undefined> {
  const { Decrypter, armor } = await load();
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase.reveal());
  return opened(async () => textOf(await decrypter.decrypt(streamOf(armor.decode(armored)))));
}

/** age-encryption 0.3.1 tells a wrong key from a damaged file by its message only; test/vaults/age.test.ts holds it. */
async function opened(decrypt: () => Promise<string>): Promise<string | undefined> {
  try {
    return await decrypt();
  } catch (error) {
    if (/no identity matched/.test(messageOf(error))) return undefined;
    throw new LeastkeyError(
      "vault.corrupt",
      "the vault file is damaged: it does not decrypt",
      "put back vault.age.bak, the copy from before the last change, or your own backup",
      error,
    );
  }
}
