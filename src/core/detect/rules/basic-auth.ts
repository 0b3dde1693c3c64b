import { isConstantName } from "../filters/expression.ts";
import { isPlaceholder } from "../filters/placeholder.ts";
import type { Provider, Span, Told } from "../rule.ts";
import { decodeBase64Text, encodeBase64 } from "../validate/base64.ts";

const header = /basic[ \t]+([A-Za-z0-9+/]{8,400}={0,2})(?![A-Za-z0-9+/=])/iy;

function find(text: string, at: number): Span | undefined {
  header.lastIndex = at;
  const match = header.exec(text);
  if (match === null) return undefined;
  const value = match[1] ?? "";
  const end = at + match[0].length;
  return { start: end - value.length, end, value };
}

/** The users of the RFCs' own examples: 7617 and 6749. */
const published = /^(?:aladdin|s6BhdRkqt3):/i;

/** user:password, printable; nothing else that is base64 follows the word. */
function inspect(value: string): Told | undefined {
  const decoded = decodeBase64Text(value);
  const password = /^[^:\s]{0,128}:(\S{3,})$/.exec(decoded ?? "")?.[1];
  if (published.test(decoded ?? "")) return undefined;
  if (password === undefined || isPlaceholder(password) || isConstantName(password)) return undefined;
  return { tier: password.length < 6 ? "weak" : "likely", reasons: ["it decodes to a user name and a password"] };
}

export const basicAuth: Provider = {
  id: "basic-auth",
  title: "HTTP Basic",
  docs: { url: "https://www.rfc-editor.org/rfc/rfc7617", checked: "2026-11-24" },
  rules: [
    {
      id: "basic-auth",
      kind: "user name and password",
      match: { by: "code", anchors: ["basic "], find },
      inspect,
      samples: (random) => [`Basic ${encodeBase64(`shop:${random.chars("abcdefghkmnp23456789ABCDEFGH", 14)}`)}`],
      counterSamples: () => ["Basic authentication", "basic configuration12", "Basic dXNlcm5hbWU6cGFzc3dvcmQ="],
    },
  ],
};
