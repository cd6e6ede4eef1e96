/** `sub`, `jti` and `client_id`: the identity of the caller (RFC 9068 §2.2). */

import { onClaims } from '../alterations/alteration.js';
import { onClaimText, valuesBut } from './values/json-values.js';
import {
  confuse,
  CONTROL_CHARACTERS,
  hasControlCharacter,
  STRING_NEAR_MISSES,
} from './values/near-misses.js';
import { attacksOf, pairs, type AttackClass } from './row.js';

const CLAIMS = { sub: 'sub', jti: 'jti', client_id: 'client_id' };

/** Every type of the three, and near misses of the claim that identifies a named identity. */
export const IDENTITY_CLAIMS: AttackClass = {
  name: 'identity',
  summary: 'sub, jti or client_id is of another type, missing, or a near miss of the right one.',
  attacks: () => [
    ...attacksOf('identity/type', pairs(CLAIMS, valuesBut('string', 'null')), ([claim, text], label) => ({
      summary: `A name is of another type: ${label}.`,
      code: 'claims.malformed',
      apply: onClaimText(claim, text),
    })),
    ...attacksOf('identity/control-character', pairs(CLAIMS, CONTROL_CHARACTERS), ([claim, mark], label) => ({
      summary: `A name has a control character: ${label}.`,
      code: 'claims.malformed',
      apply: onClaims(() => ({ [claim]: `${claim}${mark}` })),
    })),
    ...attacksOf('identity/missing', { sub: 'sub', client_id: 'client_id' }, (claim) => ({
      summary: `The token has no ${claim}, which distinguishes users from workloads.`,
      code: 'claims.missing',
      only: 'auto',
      apply: onClaims(() => ({ [claim]: undefined })),
    })),
    ...attacksOf(
      'identity/elsewhere',
      { azp: 'azp', appid: 'appid', 'in-camel-case': 'clientId', 'upper-case': 'CLIENT_ID' },
      (name) => ({
        summary: `The client is in "${name}".`,
        code: 'claims.missing',
        only: 'auto',
        apply: onClaims(({ client_id: client }) => ({ client_id: undefined, [name]: client })),
      }),
    ),
    ...attacksOf('identity/near', STRING_NEAR_MISSES, (change, label) => ({
      summary: `The workload is the named one with one change: ${label}.`,
      code: hasControlCharacter(label) ? 'claims.malformed' : 'operation.identity',
      only: 'identity',
      apply: onClaims(({ client_id: client }) => {
        const other = confuse(String(client), change);
        return { client_id: other, sub: other };
      }),
    })),
    ...attacksOf(
      'identity/user',
      { 'with-name-in-sub': 'sub', 'with-name-in-client-id': 'client_id' },
      (claim) => ({
        summary: `A user whose ${claim} is the name of the workload.`,
        code: 'operation.identity',
        only: 'identity',
        apply: onClaims(({ client_id: client }) =>
          claim === 'sub'
            ? { sub: client, client_id: 'other' }
            : { sub: 'other', client_id: `${String(client)}-2` },
        ),
      }),
    ),
  ],
};
