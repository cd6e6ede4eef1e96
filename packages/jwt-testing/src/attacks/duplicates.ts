/** Duplicate members (RFC 7515 §4, RFC 7519 §4): one parser keeps the first, another the last. */

import { onHeader, onPayload } from '../alterations/alteration.js';
import { withMember, withMemberLast } from './values/json-texts.js';
import { attacksOf, named, pairs, type AttackClass } from './row.js';

const hex = (letter: string): string => letter.charCodeAt(0).toString(16).padStart(4, '0');

/** The same name in other spellings of JSON. */
const SPELLINGS: Readonly<Record<string, (name: string) => string>> = {
  plain: (name) => name,
  'first-letter-escaped': (name) => `\\u${hex(name)}${name.slice(1)}`,
  'last-letter-escaped': (name) => `${name.slice(0, -1)}\\u${hex(name.slice(-1))}`,
  'all-escaped': (name) =>
    Array.from(name)
      .map((letter) => `\\u${hex(letter)}`)
      .join(''),
  'all-escaped-in-capitals': (name) =>
    Array.from(name)
      .map((letter) => `\\u${hex(letter).toUpperCase()}`)
      .join(''),
};

const SIDES = { before: withMember, after: withMemberLast };
const spellings = pairs(SPELLINGS, SIDES);

const CLAIMS = named(['iss', 'sub', 'aud', 'exp', 'iat', 'jti', 'client_id']);
const HEADER = named(['alg', 'kid', 'typ']);

const VALUES: Readonly<Record<string, string>> = {
  alg: '"none"',
  kid: '"attacker"',
  typ: '"JWT"',
  exp: '99999999999',
  iat: '1',
  aud: '["https://attacker.example"]',
};

/** Duplicates of members that no check reads, at the top and nested. */
const PLACES = {
  'in-object': '"x":{"a":1,"a":2}',
  'in-object-in-list': '"x":[{"a":1,"a":1}]',
  'in-deep-object': '"x":{"y":{"z":{"a":1,"b":2,"a":3}}}',
  'after-nested-object': '"x":{"a":{"a":1},"a":2}',
  'after-list': '"x":{"a":[{"b":1}],"a":2}',
  'with-spaces-before-colon': '"x":{"a" :1,"a"\t\n:2}',
  'three-times': '"x":1,"x":2,"x":3',
  'same-value': '"x":1,"x":1',
  'empty-name': '"":1,"":2',
  'proto-name': '"__proto__":{},"__proto__":{}',
  'constructor-name': '"constructor":1,"constructor":2',
  'name-with-quote': '"a\\"b":1,"a\\u0022b":2',
  'name-with-backslash': '"a\\\\":1,"a\\u005c":2',
  'name-with-slash': '"a/b":1,"a\\/b":2',
  'name-with-newline': '"a\\nb":1,"a\\u000ab":2',
  'name-with-nul': '"a\\u0000b":1,"a\\u0000b":2',
  'name-beyond-ascii': '"\u00e9":1,"\\u00e9":2',
  'name-beyond-the-first-plane': '"\u{1f511}":1,"\\ud83d\\udd11":2',
  'name-in-two-cases-of-hex': '"\\u00e9":1,"\\u00E9":2',
};

/** A duplicate of every member that a verifier reads, before and after it, in every spelling. */
export const DUPLICATES: AttackClass = {
  name: 'duplicate',
  summary: 'A member of the header or of the payload occurs twice.',
  attacks: () => [
    ...attacksOf('duplicate/payload', pairs(CLAIMS, spellings), ([name, [spell, side]], label) => ({
      summary: `A second claim: ${label}.`,
      code: 'format.duplicate_member',
      apply: onPayload((json) => side(`"${spell(name)}":${VALUES[name] ?? '"admin"'}`)(json)),
    })),
    ...attacksOf('duplicate/header', pairs(HEADER, spellings), ([name, [spell, side]], label) => ({
      summary: `A second header parameter: ${label}.`,
      code: 'format.duplicate_member',
      apply: onHeader((header) => side(`"${spell(name)}":${VALUES[name] ?? '"x"'}`)(JSON.stringify(header))),
    })),
    ...attacksOf('duplicate/in-payload', PLACES, (members, label) => ({
      summary: `A member of the payload occurs twice: ${label}.`,
      code: 'format.duplicate_member',
      apply: onPayload(withMember(members)),
    })),
    ...attacksOf('duplicate/in-header', PLACES, (members, label) => ({
      summary: `A member of the header occurs twice: ${label}.`,
      code: 'format.duplicate_member',
      apply: onHeader((header) => withMemberLast(members)(JSON.stringify(header))),
    })),
  ],
};
