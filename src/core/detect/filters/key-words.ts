/** What a key says about its value. `password`: humans choose those; `secret`: machines make those; `key`: may be one. */
export type KeyStrength = "password" | "secret" | "key";

const passwordEnds = [
  "password",
  "passwd",
  "passwort",
  "passphrase",
  "pass phrase",
  "pwd",
  "pass",
  "passwords",
  "userpass",
  "dbpass",
  "kennwort",
  "contrasena",
  "pw",
  "psw",
  "passcode",
  "psk",
  "identified by",
];
const secretEnds = [
  "secret",
  "secrets",
  "token",
  "tokens",
  "apikey",
  "api key",
  "apikeys",
  "api keys",
  "access key",
  "accesskey",
  "secret key",
  "secretkey",
  "private key",
  "privatekey",
  "auth key",
  "authkey",
  "encryption key",
  "encryptionkey",
  "encrypt key",
  "signing key",
  "signingkey",
  "signature key",
  "master key",
  "masterkey",
  "account key",
  "accountkey",
  "shared key",
  "sharedkey",
  "shared access key",
  "sharedaccesskey",
  "service key",
  "license key",
  "licence key",
  "subscription key",
  "app key",
  "appkey",
  "application key",
  "consumer key",
  "client key",
  "secret access key",
  "server key",
  "deploy key",
  "storage key",
  "admin key",
  "integration key",
  "webhook key",
  "session key",
  "hmac key",
  "aes key",
  "jwt key",
  "cookie key",
  "crypto key",
  "cipher key",
  "salt key",
  "routing key",
  "write key",
  "read key",
  "rest key",
  "instrumentation key",
  "vapid key",
  "firebase key",
  "maps key",
  "search key",
  "ssh key",
  "project key",
  "team key",
  "user key",
  "org key",
  "credential",
  "credentials",
  "creds",
  "auth",
  "authorization",
  "bearer",
  "jwt",
  "pat",
  "apitoken",
  "accesstoken",
  "authtoken",
  "refreshtoken",
  "clientsecret",
  "appsecret",
  "dsn",
  "connection string",
  "connectionstring",
  "webhook secret",
  "api secret",
  "secret value",
  "access code",
  "secret id",
  "secret access",
  "token value",
  "token secret",
  "cookie secret",
  "session secret",
  "private token",
  "secret token",
  "encryption secret",
  "basic auth",
  "auth basic",
  "license",
  "api",
  "salt",
  "nonce",
  "cookie",
  "session id",
  "auth salt",
  "client credentials",
  "keystore password",
  "secret string",
  "secret key base",
  "key base",
  "api pass",
];
// "salt" and "nonce" would be noise: kept out below so that the list above can stay as people write it.
const never = new Set([
  "salt",
  "nonce",
  "cookie",
  "api",
  "license",
  "session id",
  "dsn",
  "project key",
  "team key",
  "user key",
  "org key",
  "routing key",
]);

/** A key that ends in one of these is about a secret, not one. */
const harmlessEnds = new Set(
  (
    "url uri urls path paths file files filename filepath dir folder name names type types length len size count limit id ids policy policies field fields label " +
    "placeholder hint help regex regexp pattern expiry expires expiration expire ttl timeout lifetime age duration header headers prefix suffix format " +
    "version title message msg error errors text description desc enabled disabled enable disable required require valid invalid provider providers class " +
    "service services manager handler factory helper validator input output form page view model schema config configuration options option settings setting mode " +
    "strength reset change confirmation hash hashed digest checksum algorithm alg encoder encoding status state scope scopes endpoint host port " +
    "env environment var variable template ref reference index indices position pos start end column row key_name vault store storage source " +
    "method algo rule rules test tests mask masked column visible visibility icon color button link menu callback fn func function " +
    "ring chain rotation request response event action kind usage uses issuer audience subject cost price budget window max min per used limits " +
    "stream parser lexer iterator reader writer generator spec at date time timestamp exists set changed created updated count"
  ).split(" "),
);

/** Before the secret word, these make it something else: "public key", "primary key", "csrf token" in markup. */
const harmlessBefore = new Set(
  "starting change continuation sync resume import unit public primary foreign partition sort cache object hot map row group unique composite index lookup sequence no not has is without missing invalid empty forgot reset show hide toggle enter your publishable anon next page continuation cancellation cancel syntax punctuator design pagination stop eos bos pad unk mask special separator end begin start css color".split(
    " ",
  ),
);

/** What keys of tables, maps, caches and signatures are called; such a key is no secret. */
const harmlessKeyOf = new Set(
  (
    "idempotency dedupe translation i18n lang locale message query route env registry host pub gpg pgp recv verify verification site block parent state node tx hash item " +
    "s3 file path upload asset commit build artifact cursor entity data db column field attribute metadata label tag range child root tree trie store storage local " +
    "fingerprint checksum cipher test issue event job task redis memcache pair name react list widget plugin module package dep shortcut"
  ).split(" "),
);

/** `dbPassword`, `DB_PASSWORD`, `db-password` and `db.password` are all "db password". */
export function wordsOf(key: string): string {
  return key
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .replace(/[^A-Za-z0-9]+/g, " ")
    .trim()
    .toLowerCase();
}

const ends = new Map<string, KeyStrength>([
  ...secretEnds.filter((end) => !never.has(end)).map((end) => [end, "secret"] as const),
  ...passwordEnds.map((end) => [end, "password"] as const),
]);

function endOf(words: readonly string[]): { strength: KeyStrength; before: string | undefined } | undefined {
  for (let take = Math.min(3, words.length); take >= 1; take -= 1) {
    const tail = words.slice(-take).join(" ");
    const strength = ends.get(tail) ?? ends.get(tail.replace(/s$/, ""));
    if (strength !== undefined) return { strength, before: words.at(-take - 1) };
  }
  const last = words.at(-1) ?? "";
  // Run together, as in "dbpassword", "githubtoken", "stripesecret".
  const joined = /(password|passwd|passphrase|secret|token|apikey|accesskey|secretkey|privatekey)$/.exec(last);
  if (joined?.[1] === undefined || last === joined[1]) return undefined;
  return { strength: joined[1].startsWith("pass") ? "password" : "secret", before: last.slice(0, -joined[1].length) };
}

/** undefined: this key does not announce a secret. A trailing number, as in PASSWORD_2, is not looked at. */
export function keyStrength(key: string, parents: readonly string[] = []): KeyStrength | undefined {
  const parent = parents.at(-1) ?? "";
  if (!mayEnd.test(key) && !mayEnd.test(parent)) return undefined;
  const memory = `${key}\0${parent}`;
  const known = strengths.get(memory);
  if (known !== undefined) return known === "none" ? undefined : known;
  const told = strengthOf(key, parent);
  if (strengths.size >= mostRemembered) strengths.clear();
  strengths.set(memory, told ?? "none");
  return told;
}

/** Every word that an announcing key can end in; most keys hold none of them. */
const mayEnd = new RegExp(
  [...new Set([...ends.keys()].map((end) => end.slice(end.lastIndexOf(" ") + 1)))].join("|"),
  "i",
);

/** The same keys come again and again: in each object of a list, in each file of a project. */
const strengths = new Map<string, KeyStrength | "none">();
const mostRemembered = 8192;

const isHarmlessKeyOf = (word: string): boolean => harmlessBefore.has(word) || harmlessKeyOf.has(word);

function strengthOf(key: string, parent: string): KeyStrength | undefined {
  const words = wordsOf(key)
    .split(" ")
    .filter((word, at, all) => !(at === all.length - 1 && /^\d{1,3}$/.test(word)));
  const last = words.at(-1);
  if (last === undefined || last === "" || key.includes("::")) return undefined; // `AWS::ApiGateway::ApiKey` is a type
  const found = endOf(words);
  if (found !== undefined) {
    return found.before !== undefined && harmlessBefore.has(found.before) ? undefined : found.strength;
  }
  if (harmlessEnds.has(last)) return undefined;
  if (/^keys?$/.test(last) && words.length > 1) return isHarmlessKeyOf(words.at(-2) ?? "") ? undefined : "key";
  // "value", "key", "default" under a parent that announces one: `password: {value: ...}`, `secrets: {stripe: ...}`.
  if (parent === "") return undefined;
  const outer = endOf(wordsOf(parent).split(" "));
  if (outer === undefined) return undefined;
  return /^(value|default|key|data|content|current|primary|secondary|live|prod|production|staging|dev|development|test|plain|plaintext|raw|string)$/.test(
    last,
  )
    ? outer.strength
    : undefined;
}
