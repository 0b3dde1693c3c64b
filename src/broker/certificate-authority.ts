import "reflect-metadata"; // what x509 stands on (tsyringe) wants it first
import { randomBytes, webcrypto } from "node:crypto";
import { isIP } from "node:net";
import { createSecureContext, type SecureContext } from "node:tls";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";

export interface CertificateAuthority {
  /** The certificate that clients of this session trust, PEM. */
  readonly pem: string;
  /** What a server of that name shows; made once a name. */
  contextFor(host: string): Promise<SecureContext>;
  /** A certificate and its key, PEM, for a server that wants them as text. */
  issue(host: string): Promise<{ readonly cert: string; readonly key: string }>;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const hour = 3600_000;

/** A certificate authority for one session: its key is made now, stays in memory, and is gone with the process. */
export async function createAuthority(): Promise<CertificateAuthority> {
  const provider = webcrypto as typeof globalThis.crypto;
  cryptoProvider.set(provider);
  const keys = await provider.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const from = Date.now();
  const validity = { notBefore: new Date(from - hour), notAfter: new Date(from + 7 * 24 * hour) };
  const root = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: "CN=Leastkey session, O=Leastkey",
    ...validity,
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  const issue = async (host: string): Promise<{ cert: string; key: string }> => {
    const own = await provider.subtle.generateKey(algorithm, true, ["sign", "verify"]);
    const leaf = await X509CertificateGenerator.create({
      serialNumber: serial(),
      subject: "O=Leastkey session",
      issuer: root.subject,
      ...validity,
      signingAlgorithm: algorithm,
      signingKey: keys.privateKey,
      publicKey: own.publicKey,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
        new SubjectAlternativeNameExtension([{ type: isIP(host) === 0 ? "dns" : "ip", value: host }]),
        await AuthorityKeyIdentifierExtension.create(root),
      ],
    });
    const pkcs8 = Buffer.from(await provider.subtle.exportKey("pkcs8", own.privateKey)).toString("base64");
    const key = `-----BEGIN ${"PRIVATE"} KEY-----\n${pkcs8}\n-----END ${"PRIVATE"} KEY-----\n`;
    return { cert: leaf.toString("pem"), key };
  };
  const contexts = new Map<string, Promise<SecureContext>>();
  return {
    pem: `${root.toString("pem")}\n`,
    issue,
    contextFor: (host) => {
      const known = contexts.get(host);
      if (known !== undefined) return known;
      const made = issue(host).then((pair) => createSecureContext({ ...pair, minVersion: "TLSv1.2" }));
      contexts.set(host, made);
      return made;
    },
  };
}

/** Positive, and of no length that an encoder would pad. */
const serial = (): string => `4${randomBytes(15).toString("hex").slice(1)}`;
