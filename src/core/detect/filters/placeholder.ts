/** References and expressions: something else resolves them, so nothing secret stands here. */
const reference =
  /^(?:op|leastkey|vault|bws|keyring|pass|doppler|infisical|aws-?sm|gcp-?sm|secretmanager|sops|env|file|ssm|awssm|arn|akv|kms|keychain|lp|bw|exec|secret|secrets|azurekeyvault|op-env|urn|chamber|conjur|keepass|cyberark|secretref):|^ref\+|^ENC\[|^encrypted:|^\{cipher\}|^\$ANSIBLE_VAULT|^!(?:Ref|Sub|GetAtt|vault|secret|env|ImportValue)\b|^@(?:Microsoft\.KeyVault|env|secret)/i;
const interpolation =
  /\$\{|\$\(|\{\{|\$\[\[|#\{|<%|%\(|\$env:|^%[A-Z_][A-Z0-9_]*%$|^\$[A-Za-z_]|^\{[\w.:-]*\}$|^<[^<>]{0,80}>$|^\[[^[\]]{0,80}\]$|^__\w+__$|^@\w+@$|^#\w+#$/i;
const lookup =
  /\b(?:process\.env|os\.environ|os\.getenv|getenv|System\.getenv|ENV\[|env\(|Environment\.GetEnvironmentVariable|import\.meta\.env|Deno\.env|std::env|viper\.|secrets\.|var\.|local\.|data\.|module\.|vault\(|config\(|lookup\()/;

const words =
  /(?:^|[^a-z])(?:your|my|the|some|any|insert|enter|replace|put|add|set|use|provide|change)(?:[-_ ]?(?:own|real|actual|new|super|very))?[-_ .]?(?:[a-z]{2,12}[-_ .]?){0,3}(?:key|token|secret|password|passwd|pass|here|id|value|me|this|it|credentials?|account|api)(?:$|[^a-z])|change[-_ ]?(?:me|this|it)|placeholder|redacted|example|sample|dummy|fake|foobar|to[-_ ]?be[-_ ]?(?:set|filled|replaced|changed)|not[-_ ]?(?:a[-_ ]?)?(?:real|secret|set|used)|insert[-_ ]?here|fill[-_ ]?(?:me|in)|todo|fixme|tbd\b|lorem|deadbeef|masked|hidden|removed|scrubbed|censored|omitted|undefined|<[a-z _-]+>|x{5,}|\*{3,}|•{3,}|\.{3,}|…/i;

const exact = new Set(
  "none null nil undefined true false yes no empty default test secret password passwd pass token key apikey n/a na tbd todo string text hidden required optional value username user anonymous guest public private disabled enabled auto generated prompt ask inherit false. secret_key api_key access_token auth_token".split(
    " ",
  ),
);

/** One character over and over, a short unit repeated, or a run of the keyboard or alphabet. */
export function isPatterned(value: string): boolean {
  const letters = value.replace(/[-_. ]/g, "");
  if (letters.length < 3) return true;
  const distinct = new Set(letters.toLowerCase()).size;
  if (distinct <= 2 || (letters.length >= 16 && distinct <= 4)) return true;
  for (let unit = 2; unit <= letters.length / 3; unit += 1) {
    if (unit > 12) break;
    if (
      letters ===
      letters
        .slice(0, unit)
        .repeat(Math.ceil(letters.length / unit))
        .slice(0, letters.length)
    )
      return true;
  }
  let steps = 0;
  for (let at = 1; at < letters.length; at += 1) {
    const step = letters.charCodeAt(at) - letters.charCodeAt(at - 1);
    if (step === 1 || step === 0 || step === -1) steps += 1;
  }
  return letters.length >= 6 && steps >= (letters.length - 1) * 0.7;
}

const sequence = "0123456789abcdefghijklmnopqrstuvwxyz0123456789qwertyuiopasdfghjklzxcvbnm";

/** Mostly made of stretches such as 12345678 and abcdef. */
function isSequential(value: string): boolean {
  const lower = value.toLowerCase();
  if (lower.length < 8) return false;
  let covered = 0;
  for (let at = 0; at + 4 <= lower.length; ) {
    let length = 4;
    if (!sequence.includes(lower.slice(at, at + 4))) {
      at += 1;
      continue;
    }
    while (at + length < lower.length && sequence.includes(lower.slice(at, at + length + 1))) length += 1;
    covered += length;
    at += length;
  }
  return covered >= lower.length * 0.6;
}

/** Something else stands for the secret here: a vault reference, a variable, a template. */
export function isReference(value: string): boolean {
  return reference.test(value) || interpolation.test(value) || lookup.test(value);
}

/** Not a secret but the place for one. */
export function isPlaceholder(value: string, key = ""): boolean {
  const trimmed = value.trim();
  if (trimmed.length === 0 || isReference(trimmed)) return true;
  const lower = trimmed.toLowerCase();
  if (exact.has(lower)) return true;
  const squeezed = lower.replace(/[^a-z0-9]/g, "");
  if (key !== "" && squeezed === key.toLowerCase().replace(/[^a-z0-9]/g, "")) return true;
  // A word inside a long random run is chance ("...todo..."): only short or separated values are read as words.
  return words.test(trimmed) || isPatterned(trimmed) || isSequential(trimmed);
}

/** For tokens with a fixed shape: only what nobody's generator would give. */
export function isFakeBody(value: string): boolean {
  return (
    isPatterned(value) ||
    isSequential(value) ||
    /x{6,}|\*{3,}|\.{3,}|(?:^|[^a-z0-9])(?:your|example|placeholder|redacted|changeme|dummy|fake|sample)|EXAMPLE|(?:1234567890|0123456789|abcdefghij|deadbeef|00000000|(?<![a-z])example(?![a-z]))/i.test(
      value,
    )
  );
}
