/** Tokens of another client, and tokens without a subject, where `aud` or `sub` does not say whose they are. */

import type { ReasonCode } from '@org/jwt-core';
import { onClaims, type Alteration } from '../../src/alterations/alteration.js';
import { attack, attacksOf, named } from '../../src/attacks/row.js';
import { onClaimText, valuesBut } from '../../src/attacks/values/json-values.js';
import { confuse, STRING_NEAR_MISSES } from '../../src/attacks/values/near-misses.js';
import type { ClaimsToSign } from '../../src/index.js';
import { AUDIENCE } from '../matrix-fixture.js';

type Change = (good: ClaimsToSign) => ClaimsToSign;

/** An issuer that lacks `aud`: the claim that names the client takes its place. */
export function withoutAud(claim: 'client_id' | 'azp'): readonly Alteration[] {
  const other = claim === 'azp' ? 'client_id' : 'azp';
  const signs = (change: Change): Alteration['apply'] => onClaims((good) => change(good));
  return [
    ...attacksOf('client/near', STRING_NEAR_MISSES, (change, label) => ({
      summary: `The client is the right one with one change: ${label}.`,
      code: 'audience.mismatch',
      apply: signs((good) => ({ [claim]: confuse(String(good[claim]), change) })),
    })),
    ...attacksOf('client/type', valuesBut('string', 'null'), (text, label) => ({
      summary: `The client is of another type: ${label}.`,
      code: 'audience.malformed',
      apply: onClaimText(claim, text),
    })),
    ...attacksOf('client/absent', { 'left-out': undefined, null: null }, (value, label) => ({
      summary: `No client is named: ${label}.`,
      code: 'audience.missing',
      apply: signs(() => ({ [claim]: value })),
    })),
    ...attacksOf(
      'client/other',
      named(['mobile-app', '', 'WEB-SHOP', AUDIENCE, '*', '__proto__']),
      (client) => ({
        summary: `The token is of the client "${client}".`,
        code: 'audience.mismatch',
        apply: signs(() => ({ [claim]: client })),
      }),
    ),
    ...attacksOf('client/elsewhere', named([other, 'cid', 'appid', 'clientId', `${claim} `]), (name) => ({
      summary: `The right client is in "${name}".`,
      code: 'audience.missing',
      apply: signs((good) => ({ [claim]: undefined, [name]: good[claim] })),
    })),
    ...attacksOf('client/and-aud', CLIENT_AND_AUD, ([aud, isOther, code], label) => ({
      summary: `There is an aud: ${label}.`,
      code,
      apply: signs((good) => ({ aud, [claim]: isOther ? 'mobile-app' : good[claim] })),
    })),
  ];
}

const CLIENT_AND_AUD: Readonly<Record<string, readonly [aud: unknown, isOther: boolean, code: ReasonCode]>> =
  {
    'of-a-sibling': ['https://sibling.example', false, 'audience.mismatch'],
    'near-ours': [`${AUDIENCE}/`, false, 'audience.mismatch'],
    'the-client': ['web-shop', false, 'audience.mismatch'],
    empty: ['', false, 'audience.mismatch'],
    'empty-list': [[], false, 'audience.mismatch'],
    'list-of-siblings': [['https://sibling.example', 'https://mail.example'], false, 'audience.mismatch'],
    null: [null, false, 'audience.malformed'],
    number: [1, false, 'audience.malformed'],
    'ours-and-a-number': [[AUDIENCE, 1], false, 'audience.malformed'],
    'ours-of-another-client': [[AUDIENCE], true, 'audience.mismatch'],
  };

/** An issuer that lacks `sub` in the tokens of programs. A token without one is never a person's. */
export const WITHOUT_SUB: readonly Alteration[] = [
  ...attacksOf(
    'person',
    { 'without-sub': undefined, 'with-null': null, 'with-empty-sub': '' },
    (sub, label) => ({
      summary: `A token ${label} asks for what persons may do.`,
      code: 'operation.principal',
      apply: async (material) =>
        onClaims(() => ({ sub }))({
          ...material,
          request: { ...material.request, target: '/tenants/t-eu/user-orders' },
        }),
    }),
  ),
  attack('person/with-sub', {
    summary: 'A person asks for what programs may do.',
    code: 'operation.principal',
    apply: onClaims(() => ({ sub: 'user-1' })),
  }),
];
