import { isRandom } from "./word-likeness.ts";

/** Bare words that are code or configuration, not text: identifiers, calls, paths, URLs, versions, dates. */
const identifier =
  /^[A-Za-z_$][\w$]*(?:(?:\.|::|->|\?\.)[A-Za-z_$][\w$]*)+\(?|^[A-Za-z_$][\w$.]*\(|^(?:this|self|super|new|await|return|typeof|function|async|lambda|fn|func|null|nil|none|true|false|undefined)\b/;
const filePath =
  /^(?:\.{0,2}\/|~\/|[A-Za-z]:\\|\\\\)[\w@%+=:,.~$ \\/-]*$|^[\w.-]+(?:\/[\w.-]+)*\.(?:ts|js|json|ya?ml|toml|txt|pem|key|crt|cer|p12|pfx|jks|env|conf|cfg|ini|xml|html?|css|md|py|go|rb|java|sh|log|png|svg|jpg)$/i;
const plainUrl =
  /^(?:https?|wss?|ftp|git|ssh|file|s3|gs|mailto|tel|data|urn|jdbc|amqp|redis|postgres(?:ql)?|mysql|mongodb(?:\+srv)?):/i;
const version = /^[v^~<>=]*\d+(?:\.\d+){1,3}(?:[-+.][\w.-]+)?$/;
const date = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d.*)?$/;
export const uuidPattern = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/;
const email = /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/;
const selector = /^[.#][\w-]+$|^\.?[\w-]+\[|^--[\w-]+$|^\/[\w/:-]*$/;
const mime = /^[a-z]+\/[a-z0-9.+-]+$/;
/** A pattern of a regular expression: groups, counted or starred classes. */
const regex =
  /\(\?[:=!<P]|\[[^\]\s]{1,40}\][*+?{]|\\[.dwsb][*+{]?.{0,200}\\[.dwsb]|\([^()|]{0,80}\|[^()]{0,200}\)[*+?]/;
const entity = /&(?:#x?[0-9a-f]{2,5}|lt|gt|amp|quot|nbsp);/i;
const algorithm =
  /^(?:aes|rsa|ecdsa|ecdh|ed|hmac|chacha|xchacha|sha|md|des|hs|rs|es|ps)-?\d{1,4}(?:[-_/][a-z0-9]{1,12}){0,4}$/i;
/** `kv-v2/data/foo`: every part a lower-case word. */
const route = /^[a-z][a-z0-9_.-]{0,24}(?:\/[a-z0-9_.:-]{0,24}){1,8}$/;
/** A validator's rules: `required|min:8|confirmed`. */
const validation = /^[a-z_]{2,24}(?::[\w,.]{1,40})?(?:\|[a-z_]{2,24}(?::[\w,.]{1,40})?){1,12}$/;
const cast = /^\([A-Za-z]\w*\)/;
const constantName = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

/** Base64 that happens to begin with a slash. */
const isEncoded = (value: string): boolean =>
  /^[A-Za-z0-9+/]{24,}={0,2}$/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value) && isRandom(value);

export function isExpression(value: string): boolean {
  return (
    identifier.test(value) ||
    (filePath.test(value) && !isEncoded(value)) ||
    plainUrl.test(value) ||
    version.test(value) ||
    algorithm.test(value) ||
    route.test(value) ||
    cast.test(value) ||
    validation.test(value) ||
    date.test(value) ||
    email.test(value) ||
    (selector.test(value) && !isEncoded(value)) ||
    mime.test(value) ||
    regex.test(value) ||
    entity.test(value)
  );
}

export const isConstantName = (value: string): boolean => constantName.test(value);

/** What a program calls things: `user_password`, `accessToken`, `auth-token`, `MY_SECRET`. */
export function isIdentifier(value: string): boolean {
  return (
    /^[a-z]+(?:[A-Z][a-z]+)*$/.test(value) ||
    /^[A-Za-z]+(?:[-_.:/ ][A-Za-z]+)*\d{0,2}$/.test(value) ||
    constantName.test(value) ||
    /^[a-z][a-z0-9]{0,12}(?:_[a-z0-9]{1,12}){2,8}$/.test(value)
  );
}

/** Characters that a written sentence, markup or code has and a secret seldom. */
export function isProse(value: string): boolean {
  const spaces = value.split(/\s+/).length - 1;
  return spaces >= 1 || /[<>{}]|\\[nrt]|[();].*[();]/.test(value);
}
