/**
 * Numbers of more digits than a JavaScript number holds (RFC 8259 §6): two accounts would be read as one. A string of
 * digits is held exactly, and is not an attack.
 */

import { onHeader, onPayload } from '../alterations/alteration.js';
import { withMember, withMemberLast } from './values/json-texts.js';
import { onClaimText } from './values/json-values.js';
import { INEXACT_NUMBERS } from './values/numbers.js';
import { attacksOf, named, pairs, type AttackClass } from './row.js';

/** Each is read by a check of its own, and this check is before all of them. The last is read by none. */
const CLAIMS = named([
  ...['iss', 'sub', 'aud', 'iat', 'nbf', 'jti', 'client_id', 'scope', 'roles', 'tenant_id'],
  ...['act', 'cnf', 'department', 'limits', '__proto__'],
]);

const FEW = Object.fromEntries(
  ['above-two-to-53', 'below-one', 'underflow', 'above-the-largest'].map((label) => [
    label,
    INEXACT_NUMBERS[label] ?? '',
  ]),
);

/** Members that hold a number somewhere, after what a careless reader of the text takes for something else. */
const PLACES: Readonly<Record<string, (number: string) => string>> = {
  'in-list': (number) => `"x":[${number}]`,
  'last-in-list': (number) => `"x":[1,"2",null,${number}]`,
  'in-object': (number) => `"x":{"y":${number}}`,
  'in-list-of-objects': (number) => `"x":[{"y":1},{"y":${number}}]`,
  'in-list-in-object-in-list': (number) => `"x":[{"y":[${number}]}]`,
  'fifteen-deep': (number) => `"x":${'['.repeat(15)}${number}${']'.repeat(15)}`,
  'after-object': (number) => `"x":{"y":{"z":1}},"y":${number}`,
  'after-list': (number) => `"x":[[1],[2]],"y":${number}`,
  'after-exact-numbers': (number) => `"x":[9007199254740992,1e22,-0,${number}]`,
  'after-escaped-quote': (number) => `"x":"\\"","y":${number}`,
  'after-escaped-backslash': (number) => `"x":"\\\\","y":${number}`,
  'after-quotes-in-text': (number) => `"x":"\\",\\"z\\":\\"","y":${number}`,
  'after-brackets-in-text': (number) => `"x":"{[","y":${number},"z":"]}"`,
  'after-colon-in-name': (number) => `"a:b":${number}`,
  'under-escaped-name': (number) => `"\\u0078\\"":${number}`,
  'under-empty-name': (number) => `"":${number}`,
  'under-name-of-digits': (number) => `"9007199254740992":${number}`,
  'under-inherited-name': (number) => `"constructor":{"prototype":{"x":${number}}}`,
  'with-blanks': (number) => `"x"\t:\r\n [ ${number} ]`,
  'after-the-same-as-text': (number) => `"x":"${number}","y":${number}`,
};

/** Every number in a claim that is checked and in one that is not; some in every claim, in every place and in the header. */
export const INEXACT_NUMBER: AttackClass = {
  name: 'inexact-number',
  summary: 'A number of the header or of the payload cannot be held exactly.',
  attacks: () => [
    ...attacksOf(
      'inexact-number',
      pairs(named(['exp', 'user_id']), INEXACT_NUMBERS),
      ([claim, number], label) => ({
        summary: `A claim is a number that is read as another one: ${label}.`,
        code: 'format.inexact_number',
        apply: onClaimText(claim, number),
      }),
    ),
    ...attacksOf('inexact-number/claim', pairs(CLAIMS, FEW), ([claim, number], label) => ({
      summary: `A claim is such a number: ${label}.`,
      code: 'format.inexact_number',
      apply: onClaimText(claim, number),
    })),
    ...attacksOf('inexact-number/first', pairs(PLACES, FEW), ([place, number], label) => ({
      summary: `The first claims hold such a number: ${label}.`,
      code: 'format.inexact_number',
      apply: onPayload(withMember(place(number))),
    })),
    ...attacksOf('inexact-number/last', pairs(PLACES, FEW), ([place, number], label) => ({
      summary: `The last claims hold such a number: ${label}.`,
      code: 'format.inexact_number',
      apply: onPayload(withMemberLast(place(number))),
    })),
    ...attacksOf('inexact-number/header', pairs(PLACES, FEW), ([place, number], label) => ({
      summary: `The header holds such a number: ${label}.`,
      code: 'format.inexact_number',
      apply: onHeader((header) => withMemberLast(place(number))(JSON.stringify(header))),
    })),
    ...attacksOf(
      'inexact-number/parameter',
      pairs(named(['alg', 'kid', 'typ', 'x']), FEW),
      ([parameter, number], label) => ({
        summary: `A header parameter is such a number: ${label}.`,
        code: 'format.inexact_number',
        apply: onHeader((header) =>
          withMember(`"${parameter}":${number}`)(JSON.stringify({ ...header, [parameter]: undefined })),
        ),
      }),
    ),
  ],
};
