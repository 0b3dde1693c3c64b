const hashKey =
  /(?:sha\d*|md5|hash|digest|checksum|integrity|etag|commit|revision|rev|fingerprint|thumbprint|oid|treeish|blob|signature|resolved|build|version|uuid|guid|trace|span)/i;

/** Hex of a digest's length under a key that speaks of digests, or a subresource-integrity string. */
export function isHashLike(value: string, key: string): boolean {
  if (/^(?:(?:hmac-?)?sha(?:1|224|256|384|512)|md5)[-:=]/i.test(value)) return true;
  if (/^(?:[0-9A-F]{8}|[0-9A-F]{16}|[0-9A-F]{40})$/.test(value) && /sign|gpg|pgp|recv/i.test(key)) return true; // OpenPGP key ids
  if (/^\$(?:2[abxy]?|5|6|1|argon2\w*|pbkdf2|scrypt)\$/.test(value)) return true;
  return /^[0-9a-fA-F]+$/.test(value) && [32, 40, 56, 64, 96, 128].includes(value.length) && hashKey.test(key);
}
