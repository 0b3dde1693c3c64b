/** Three of lower, upper, digit and sign: chosen to be strong, whatever it spells. */
export function isComplex(value: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9_.-]/].filter((pattern) => pattern.test(value)).length;
  return value.length >= 8 && kinds >= 3;
}

/** Letters and digits or signs, by a person who was asked for them: `welcome1`, `s3cr3t!`; a field's name is not. */
export const isChosen = (value: string): boolean =>
  value.length >= 6 &&
  /[A-Za-z]/.test(value) &&
  /\d|[!@#$%^&*+=?~]/.test(value) &&
  !/^[\w-]*(?:pass(?:word|wd|phrase|code)?|pwd|field|input|label|text|key|user|name)[\w-]{0,2}\d*$/i.test(value) &&
  !/^[A-Z][A-Z0-9_]*$/.test(value) &&
  !/^[a-z]+[-_]/.test(value) &&
  !/[|:;,(){}<>[\]\\/]/.test(value);
