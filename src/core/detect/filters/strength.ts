/** Three of lower, upper, digit and sign: chosen to be strong, whatever it spells. */
export function isComplex(value: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9_.-]/].filter((pattern) => pattern.test(value)).length;
  return value.length >= 8 && kinds >= 3;
}

/** `password2`, `user_field_1`, `loginInput`; "monkey17" only ends in the same letters. */
const fieldName =
  /^(?:[\w-]*(?:[Pp]ass(?:word|wd|phrase|code)?|PASS(?:WORD|WD)?|[Pp]wd|PWD|[Ff]ield|[Ii]nput|[Ll]abel)|(?:[\w-]*[_-])?(?:text|key|user|name)|\w*[a-z](?:Text|Key|User|Name))[\w-]{0,2}\d*$/;

/** Letters and digits or signs, by a person who was asked for them: `welcome1`, `s3cr3t!`; a field's name is not. */
export const isChosen = (value: string): boolean =>
  value.length >= 6 &&
  /[A-Za-z]/.test(value) &&
  /\d|[!@#$%^&*+=?~]/.test(value) &&
  !fieldName.test(value) &&
  !/^[A-Z][A-Z0-9_]*$/.test(value) &&
  !/^[a-z]+[-_]/.test(value) &&
  !/[|:;,(){}<>[\]\\/]/.test(value);
