/** Names that are not quite ours, where a service has two, and roles in another form. */

import { onClaims, type Alteration } from '../../src/alterations/alteration.js';
import { attacksOf } from '../../src/attacks/row.js';
import { AUDIENCE } from '../matrix-fixture.js';

/** The second name of the service. */
export const OTHER_AUDIENCE = 'https://orders-eu.example';

/** A service with two names. */
export const TWO_AUDIENCES: readonly Alteration[] = [
  ...attacksOf(
    'audiences',
    {
      'joined-by-space': `${AUDIENCE} ${OTHER_AUDIENCE}`,
      'joined-by-comma': `${AUDIENCE},${OTHER_AUDIENCE}`,
      'one-after-the-other': AUDIENCE + OTHER_AUDIENCE,
      'as-json': JSON.stringify([AUDIENCE, OTHER_AUDIENCE]),
      'common-beginning': 'https://orders',
      'near-both': [`${AUDIENCE}/`, `${OTHER_AUDIENCE}/`],
      sibling: 'https://orders-us.example',
    },
    (aud, label) => ({
      summary: `aud names neither: ${label}.`,
      code: 'audience.mismatch',
      apply: onClaims(() => ({ aud })),
    }),
  ),
  ...attacksOf(
    'audiences/not-alone',
    {
      'both-and-a-sibling': [AUDIENCE, OTHER_AUDIENCE, 'https://sibling.example'],
      'other-and-a-sibling': [OTHER_AUDIENCE, 'https://sibling.example'],
      'other-and-near-ours': [OTHER_AUDIENCE, `${AUDIENCE}/`],
    },
    (aud, label) => ({
      summary: `aud names another service as well: ${label}.`,
      code: 'audience.not_exclusive',
      only: 'exclusive',
      apply: onClaims(() => ({ aud })),
    }),
  ),
];

/** An issuer that writes roles as the names of members. */
export const ROLES_AS_MEMBERS: readonly Alteration[] = [
  ...attacksOf(
    'members',
    {
      'that-are-null': { buyer: null },
      'that-are-false': { buyer: false },
      'of-members': { seller: { buyer: {} } },
      'that-say-the-role': { role: 'buyer' },
      'in-proto': JSON.parse('{"__proto__":{"buyer":{}}}') as unknown,
      'in-upper-case': { BUYER: {} },
      'with-more-words': { 'no buyer': {} },
      none: {},
    },
    (roles, label) => ({
      summary: `No member grants the role: members ${label}.`,
      code: 'operation.role',
      only: 'roles',
      apply: onClaims(() => ({ roles })),
    }),
  ),
  ...attacksOf(
    'members/type',
    {
      string: 'buyer',
      list: [['buyer']],
      'list-of-objects': [{ buyer: {} }],
      'control-character': { 'buyer\n': {} },
    },
    (roles, label) => ({
      summary: `The roles are of another type: ${label}.`,
      code: 'claims.malformed',
      apply: onClaims(() => ({ roles })),
    }),
  ),
];
