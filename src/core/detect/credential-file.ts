/**
 * Files of tools that are named for the credential they can hold, and often hold none: `.npmrc` with `save-exact=true`,
 * a `.netrc` without a password. By name they would be refused, which stops work for nothing.
 */
const oftenEmpty =
  /(?:^|\/)(?:\.npmrc|\.yarnrc|\.terraformrc|terraform\.rc|[._]netrc|\.pgpass|pgpass\.conf|\.my\.cnf|\.pypirc|\.git-credentials|\.htpasswd|\.s3cfg|\.boto|\.dockercfg|\.docker\/config\.json|\.aws\/config|\.gradle\/gradle\.properties|\.cargo\/credentials(?:\.toml)?)$/i;

/** Every line of these is a login. */
const loginPerLine = /(?:^|\/)(?:\.pgpass|pgpass\.conf|\.git-credentials|\.htpasswd)$/i;

/** Whether the content decides what the name only suggests. Paths use "/" or "\". */
export const isOftenEmpty = (path: string): boolean => oftenEmpty.test(path.replaceAll("\\", "/"));

const keyed =
  /(?:^|[\s"'_.:/-])[\w.-]{0,80}?(?:pass(?:w(?:or)?d|phrase)?|pwd|secret|token|auth|cred(?:ential)?s?|key(?:id)?|login|session|macdef|account)[\w.-]*["']?(?:\s*[=:]\s*|\s+)["']?([^\s"',;]+)/gi;
const userInUrl = /:\/\/[^/\s:@]+:[^@\s/]+@/;
const longValue = /[A-Za-z0-9+/_=-]{24,}/g;
/** A variable, a program that is asked, a switch, or nothing. */
const noValue = /^(?:\$\{?\w|%\w+%|\{+|\[|true\b|false\b|null\b|none\b|never\b|always\b|required?\b|\d{1,5}$|$)/i;

/**
 * Whether such a file may hold a credential, told by its lines alone: in doubt it does. Nothing is decoded, because a
 * value stands in these files as it is.
 */
export function mayHoldLogin(path: string, text: string): boolean {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "" && !/^\s*[#;]/.test(line));
  if (lines.length === 0) return false;
  if (loginPerLine.test(path.replaceAll("\\", "/"))) return true;
  return lines.some((line) => {
    if (userInUrl.test(line)) return true;
    if ([...line.matchAll(keyed)].some((match) => !noValue.test(match[1] ?? ""))) return true;
    const rest = line.replace(/\b\w+:\/\/\S+|(?:\.{0,2}\/)[\w./-]+/g, "");
    return [...rest.matchAll(longValue)].some(([run]) => /\d/.test(run) && /[A-Za-z]/.test(run));
  });
}
