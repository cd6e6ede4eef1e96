/** Good tokens for another audience (RFC 7519 §4.1.3, RFC 8725 §3.9). */

import { onClaims, type Alteration } from './alteration.js';

type Code = 'audience.malformed' | 'audience.mismatch';

/** `change` gets the good `aud`, a string. */
const altered = (
  name: string,
  code: Code,
  summary: string,
  change: (aud: string) => unknown,
): Alteration => ({
  name,
  summary,
  code,
  apply: onClaims(({ aud }) => ({ aud: change(String(aud)) })),
});

/** Alterations of `aud`. */
export const AUDIENCE_ALTERATIONS: readonly Alteration[] = [
  {
    name: 'aud-missing',
    summary: 'The token has no aud.',
    code: 'audience.missing',
    apply: onClaims(() => ({ aud: undefined })),
  },
  altered('aud-is-number', 'audience.malformed', 'aud is a number.', () => 1),
  altered('aud-is-null', 'audience.malformed', 'aud is null.', () => null),
  altered('aud-is-object', 'audience.malformed', 'aud is an object.', (aud) => ({ [aud]: true })),
  altered(
    'aud-list-with-number',
    'audience.malformed',
    'aud lists the right service and a number.',
    (aud) => [aud, 1],
  ),
  altered('aud-nested-list', 'audience.malformed', 'aud is a list in a list.', (aud) => [[aud]]),
  altered('aud-empty-list', 'audience.mismatch', 'aud is an empty list.', () => []),
  altered('aud-empty', 'audience.mismatch', 'aud is an empty string.', () => ''),
  altered(
    'aud-of-sibling',
    'audience.mismatch',
    'The token is for another service of the fleet.',
    () => 'https://sibling.example',
  ),
  altered('aud-with-slash', 'audience.mismatch', 'A slash follows the right aud.', (aud) => `${aud}/`),
  altered(
    'aud-with-right-prefix',
    'audience.mismatch',
    'aud starts with the right one.',
    (aud) => `${aud}.attacker.example`,
  ),
  altered('aud-in-upper-case', 'audience.mismatch', 'aud is the right one in upper case.', (aud) =>
    aud.toUpperCase(),
  ),
  altered(
    'aud-joined',
    'audience.mismatch',
    'aud is one string that names two services.',
    (aud) => `${aud} https://sibling.example`,
  ),
  {
    name: 'aud-of-two',
    summary: 'aud names this service and another one.',
    code: 'audience.not_exclusive',
    onlyWith: 'audienceMode: exclusive',
    apply: onClaims(({ aud }) => ({ aud: [aud, 'https://sibling.example'] })),
  },
];
