/** Where somebody may have written what must not be printed. */

/** Members of a JWK that only its owner may know (RFC 7518 §6.2.2, §6.3.2, §6.4.1). */
const PRIVATE = 'd|p|q|dp|dq|qi|oth|k';

const SECRETIVE_STEP = new RegExp(`secret|passw|^(?:${PRIVATE})$`, 'iu');

/** Whether a value at this place, or around it, may be a secret. */
export function isSecretivePath(path: readonly (string | number)[]): boolean {
  return path.some((step) => SECRETIVE_STEP.test(String(step)));
}

/** `keys:` and `jwks:` hold mappings, so a text in their place may be the key itself. */
export function isPlaceOfKey(path: readonly (string | number)[]): boolean {
  return isKeys(path.at(-1)) || isEntryOfKeys(path);
}

/** An entry of a JWK Set. */
export function isEntryOfKeys(path: readonly (string | number)[]): boolean {
  return isKeys(path.at(-2)) && /^\d+$/u.test(String(path.at(-1)));
}

function isKeys(step: string | number | undefined): boolean {
  return step === 'keys' || step === 'jwks';
}

const SECRETIVE_TEXT = new RegExp(
  [
    'secret|passw|private key',
    `(?:^|["'{,\\s-])(?:${PRIVATE})["']?\\s*:`,
    String.raw`\b(?:keys|jwks)["']?\s*:\s*["']?[^\s"'{[#]`,
    '//[^/\\s]*@',
  ].join('|'),
  'iu',
);

/** Whether a line, or a part of one, may hold a secret: by the words in it, or by what looks like nothing but a key. */
export function isSecretiveText(text: string): boolean {
  if (SECRETIVE_TEXT.test(text)) return true;
  const words = text.match(/[A-Za-z0-9+/_=-]{32,}/gu) ?? [];
  return words.some((word) => /\d/u.test(word) && /[a-z]/u.test(word) && /[A-Z]/u.test(word));
}
