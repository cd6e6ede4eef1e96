/** Where a secret may have been written by mistake, in the right place or in a wrong one. Nothing there is ever printed. */

import type { Path } from '../problem.js';

/** The sections whose texts are not secrets. All of `issuers`, and what else is written at the top, may be one. */
export const PUBLIC_SECTIONS = 'apiVersion|kind|metadata|defaults|identities|services|waivers';
const PUBLIC_SECTION = new RegExp(`^(?:${PUBLIC_SECTIONS})$`, 'u');

/** Members of a JWK that only its owner may know (RFC 7518 §6.2.2, §6.3.2, §6.4.1), and where a secret's name belongs. */
const MEMBERS = 'd|p|q|dp|dq|qi|oth|k|env';
/** What secrets are called, in any section: a line that is indented wrongly belongs to another one. */
const WORDS = 'issuers|secret|passw|pwd|hmac|private|credential|token(?!bytes)|jwks';
const SECRETIVE_STEP = new RegExp(`${WORDS}|keys?$|^(?:${MEMBERS})$`, 'iu');

/** Whether a key at the top is a section whose texts are not secrets. */
export function isPublicSection(key: string | number | undefined): boolean {
  return PUBLIC_SECTION.test(String(key));
}

/** Whether a value at this place, or around it, may be a secret. */
export function isSecretivePath(path: Path): boolean {
  return !isPublicSection(path[0]) || path.some((step) => SECRETIVE_STEP.test(String(step)));
}

/** A word as people name keys: secrets have digits, or are longer. And an index of a list, or a key that is not a text. */
const KEY = /^[A-Za-z_-]{1,32}$/u;
const INDEX = /^(?:\d{1,4}|\?)$/u;

/**
 * Whether a key may be printed: it may be the secret itself, as in `secret: { hunter2 }` and `keys: { hunter2: }`.
 * The names of issuers and of claims are names, not secrets.
 */
export function isPrintableKey(path: Path, hasValue = true): boolean {
  const around = path.slice(0, -1);
  const key = String(path.at(-1));
  if (around.length === 0) return KEY.test(key) || INDEX.test(key);
  if (!isSecretivePath(around)) return hasValue || KEY.test(key);
  if ((around[0] === 'issuers' && around.length === 1) || around.at(-1) === 'require') return true;
  return (hasValue && KEY.test(key)) || INDEX.test(key);
}

const SECRETIVE_TEXT = new RegExp(
  [
    'secret|passw|private key',
    `(?:is+uer|${WORDS}|keys?)[\\w-]{0,32}["']?(?:\\s|:)`,
    `(?:^|["'{,\\s-])(?:${MEMBERS})["']?\\s*(?:\\s|:)`,
    '//[^/\\s]*@', // credentials of a URL
    '[?&][\\w.-]+=', // a query
  ].join('|'),
  'iu',
);

/** Whether a line, or a part of one, may hold a secret: by the words in it, or by what looks like nothing but a key. */
export function isSecretiveText(text: string): boolean {
  return SECRETIVE_TEXT.test(text) || looksLikeKey(text);
}

/** A long word with digits that has letters of both cases, or is hexadecimal. */
function looksLikeKey(text: string): boolean {
  const words = text.match(/[A-Za-z0-9+/_=-]{32,}/gu) ?? [];
  const hasBothCases = /[a-z].*[A-Z]|[A-Z].*[a-z]/u;
  const isHexadecimal = /[0-9A-Fa-f]{32}/u;
  return words.some(
    (word) =>
      /\d/u.test(word) && /[a-z]/iu.test(word) && (hasBothCases.test(word) || isHexadecimal.test(word)),
  );
}
