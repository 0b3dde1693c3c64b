/**
 * Letter pairs: log2 of how much likelier than chance one letter follows another in the words and identifiers of 4,300
 * declaration and Markdown files (13,830 distinct words, trained 2026-11). 27 rows (word edge, a-z) of 27 columns, each
 * one base-36 digit: 0 is -8, z is +4.
 */
const model =
  "0qorqpollpjhnommqfqrpmjlfed" +
  "ofpqoeim9nbjsnr8n8squljgdke" +
  "qsjkjsidcrkeuhdrg7qpjraaak9" +
  "psdlhse6so7pog9uecpksn976i7" +
  "xogglvhgctbbkefof5koemecbf2" +
  "uogpskkjcfbanmsflgtsodkfmg8" +
  "rrijissd7v3boefsc0olmoba8m6" +
  "xocf8tcloq47mionf7qmhocc3f9" +
  "tufcbv8cgs9eikhsd9ojpn4b3j6" +
  "lnlqnonn898eonvsmalqram5g1l" +
  "oreefuhfhm4hgcesihcwmrhndda" +
  "vnihlwjjfsbdkilmjbfrilci0i6" +
  "srgfmugdauafrdcrh3cnmmhb0q2" +
  "rumfhvceatdclnfqs0enfnb58f7" +
  "tqdpqqktcpbigfjog7frtjjb2ga" +
  "njlnofjk9jdjoqvmo5tonpmnef9" +
  "qtbdhtdelo5ergdsp5tmqnb98f0" +
  "rehd6h666hcgmefgc6ji6zehccc" +
  "tsgllvhj9s5kimkrg6mpolhd5m3" +
  "xmcnfsfanq4higfnnabptocfdi6" +
  "uqckfufcou85jgdpf5qpml4f7n7" +
  "lnpokpjl5o3drptgp3srsd97ebc" +
  "qtbgay9g5u0bcgcpb6fkehc99c9" +
  "sth9gtchqt0gkcqsd9qpkeahffc" +
  "uodrhrkcjrb9jodmu2gjufaehi8" +
  "zlijgmgf8m8ejmnlr0fokdbi9df" +
  "rtfkixahhsahmedpd4ej4mef4ko";

const likelihood = Float64Array.from(model, (digit) => (Number.parseInt(digit, 36) * 12) / 35 - 8);

type CharKind = 0 | 1 | 2 | 3; // other, lower, upper, digit

const kindOf = (code: number): CharKind =>
  code >= 97 && code <= 122 ? 1 : code >= 65 && code <= 90 ? 2 : code >= 48 && code <= 57 ? 3 : 0;

/** Mean over letter pairs; letters beside digits and digits in a row count against. Words score above 0.5, random text below 0. */
export function wordLikeness(value: string): number {
  let sum = 0;
  let count = 0;
  let previous = 0;
  let previousKind: CharKind = 0;
  for (let at = 0; at <= value.length; at += 1) {
    const code = at < value.length ? value.charCodeAt(at) : 0;
    const kind = kindOf(code);
    const letter = kind === 1 ? code - 96 : kind === 2 ? code - 64 : 0;
    if (kind === 2 && previousKind === 1) {
      sum += likelihood[previous * 27] ?? 0;
      count += 1;
      previous = 0;
    }
    if (previous !== 0 || letter !== 0) {
      sum += likelihood[previous * 27 + letter] ?? 0;
      count += 1;
    }
    if (kind === 3 && previousKind === 3) {
      sum -= 1;
      count += 1;
    } else if ((kind === 3) !== (previousKind === 3) && kind !== 0 && previousKind !== 0) {
      sum -= 3;
      count += 1;
    }
    previous = letter;
    previousKind = kind;
  }
  return count === 0 ? -8 : sum / count;
}

/** At this bound 3 % of random base-62 strings of 8 characters and 1 % of those of 16 pass for words, and 1 % of identifiers pass for random. */
export const isWordLike = (value: string): boolean => wordLikeness(value) > -0.05;

/** Shannon entropy in bits a character. */
export function entropy(value: string): number {
  const counts = new Map<string, number>();
  for (const char of value) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}

/** Eight characters or more with a digit, that spell nothing. */
export const isRandom = (value: string): boolean =>
  value.length >= 8 && /\d/.test(value) && entropy(value) >= 3 && !isWordLike(value);

/** Letters alone, of both cases and in no order that a word has: a token without a digit, not a name. */
export const isScrambled = (value: string): boolean =>
  value.length >= 12 &&
  /^[^\s]+$/.test(value) &&
  /[a-z]/.test(value) &&
  /[A-Z]/.test(value) &&
  entropy(value) >= (value.length >= 20 ? 3.7 : 3.2) &&
  wordLikeness(value) < (value.length >= 20 ? -0.4 : -0.75);
