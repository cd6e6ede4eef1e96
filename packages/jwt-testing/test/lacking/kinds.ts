/** Tokens of other kinds, where `typ` does not tell them apart. */

import type { ReasonCode } from '@org/jwt-core';
import { onClaims, onHeader, onToken, type Alteration } from '../../src/alterations/alteration.js';
import { attack, attacksOf, named, pairs } from '../../src/attacks/row.js';
import { onClaimText, valuesBut } from '../../src/attacks/values/json-values.js';
import type { ClaimsToSign } from '../../src/index.js';
import { AUDIENCE, USER } from '../matrix-fixture.js';

type Change = (good: ClaimsToSign) => ClaimsToSign;

const SIGN_IN = { auth_time: 1, acr: '0', amr: ['pwd'], email: 'a@example.com', email_verified: true };
const HASH = '77QmUPtjPfzWtF2AnpK9RQ';

/** ID tokens (OpenID Connect Core §2) as the flows give them: none names a client in `client_id`, or a scope. */
const ID_TOKENS: Readonly<Record<string, ClaimsToSign>> = {
  bare: {},
  'of-code-flow': { nonce: 'n', ...SIGN_IN },
  'of-implicit-flow': { nonce: 'n', at_hash: HASH },
  'of-hybrid-flow': { nonce: 'n', at_hash: HASH, c_hash: HASH },
  'of-financial-api': { nonce: 'n', s_hash: HASH, acr: 'urn:openbanking:psd2:sca' },
  'of-refresh': SIGN_IN,
  'for-client-and-service': { azp: 'web-shop', ...SIGN_IN },
  'with-session': { sid: 's-1', ...SIGN_IN },
};
const SHOWN_IN_PART: Readonly<Record<string, Change>> = {
  'no-client-no-scope': () => ({ client_id: undefined, scope: undefined }),
  'no-client': () => ({ client_id: undefined }),
  'no-scope': () => ({ scope: undefined }),
  'null-client': () => ({ client_id: null }),
  'null-scope': () => ({ scope: null }),
  'client-in-azp': ({ client_id: azp }) => ({ client_id: undefined, azp }),
  'scope-in-scp': ({ scope }) => ({ scope: undefined, scp: String(scope).split(' ') }),
};
const TYPES = { 'as-written': 'at+jwt', none: undefined, 'plain-typ': 'JWT', 'named-so': 'id+jwt' } as const;

/** Every text of a value that says something. */
const SAYING = {
  ...valuesBut('null'),
  text: '"x"',
  'text-null': '"null"',
  'list-of-texts': '["x","y"]',
};

const OTHER_KINDS: Readonly<Record<string, readonly [claim: string, text: string, code?: ReasonCode]>> = {
  'cognito-id': ['token_use', '"id"'],
  'cognito-refresh': ['token_use', '"refresh"'],
  'token-use-in-list': ['token_use', '["access"]', 'claims.malformed'],
  'token-use-is-true': ['token_use', 'true', 'claims.malformed'],
  'keycloak-id': ['typ', '"ID"'],
  'keycloak-refresh': ['typ', '"Refresh"'],
  'keycloak-offline': ['typ', '"Offline"'],
  'keycloak-logout': ['typ', '"Logout"'],
  'keycloak-initial-access': ['typ', '"InitialAccessToken"'],
  'keycloak-registration': ['typ', '"RegistrationAccessToken"'],
  'typ-in-list': ['typ', '["ID"]', 'claims.malformed'],
};

/** An issuer that lacks `typ`: what shows an access token must be there, and nothing that another kind of token has. */
export const WITHOUT_TYP: readonly Alteration[] = [
  ...attacksOf(
    'id-token',
    pairs(TYPES, pairs(ID_TOKENS, SHOWN_IN_PART)),
    ([typ, [claims, change]], label) => ({
      summary: `An ID token: ${label}.`,
      code: 'type.mismatch',
      apply: onToken((_, { issuer, claims: good }) =>
        issuer.sign({ ...issuer.header(), typ }, { ...good, ...claims, ...change(good) }),
      ),
    }),
  ),
  ...attacksOf(
    'id-token-only',
    pairs(named(['nonce', 'at_hash', 'c_hash', 's_hash']), SAYING),
    ([claim, text], label) => ({
      summary: `A token with what access tokens have, and what ID tokens alone have: ${label}.`,
      code: 'type.mismatch',
      apply: onClaimText(claim, text),
    }),
  ),
  ...attacksOf('other-kind/events', SAYING, (text, label) => ({
    summary: `A logout token with what access tokens have: ${label}.`,
    code: 'claims.mismatch',
    apply: onClaimText('events', text),
  })),
  ...attacksOf('other-kind', OTHER_KINDS, ([claim, text, code = 'claims.mismatch'], label) => ({
    summary: `A token of another kind with what access tokens have: ${label}.`,
    code,
    apply: onClaimText(claim, text),
  })),
  ...attacksOf('shown', pairs(named(['client_id', 'scope']), HIDDEN()), ([claim, hide], label) => ({
    summary: `What shows an access token is elsewhere: ${label}.`,
    code: 'type.mismatch',
    apply: onClaims((good) => ({ [claim]: undefined, ...hide(claim, good[claim]) })),
  })),
];

function HIDDEN(): Readonly<Record<string, (claim: string, value: unknown) => ClaimsToSign>> {
  return {
    'in-upper-case': (claim, value) => ({ [claim.toUpperCase()]: value }),
    'with-space': (claim, value) => ({ [`${claim} `]: value }),
    'as-pointer': (claim, value) => ({ [`/${claim}`]: value }),
    'in-object': (claim, value) => ({ x: { [claim]: value } }),
    'in-proto': (claim, value) => ({ ...Object.fromEntries([['__proto__', { [claim]: value }]]) }),
    'in-aud': (claim) => ({ aud: [AUDIENCE, claim] }),
  };
}

/** Where ID tokens are accepted, no other token is. */
export const ID_TOKENS_ALONE: readonly Alteration[] = [
  ...attacksOf(
    'access-token',
    pairs(named(['scope', 'scp', 'client_id', 'cid', 'gty', 'authorization_details', 'events']), {
      text: '"x"',
      list: '["x"]',
      object: '{"x":1}',
      true: 'true',
      zero: '0',
    }),
    ([claim, text], label) => ({
      summary: `A token with what access tokens have: ${label}.`,
      code: 'claims.mismatch',
      apply: onClaimText(claim, text),
    }),
  ),
  ...attacksOf(
    'access-token/kind',
    {
      'cognito-access': { token_use: 'access' },
      'cognito-refresh': { token_use: 'refresh' },
      'keycloak-access': { typ: 'Bearer' },
      'keycloak-refresh': { typ: 'Refresh' },
    },
    (claims, label) => ({
      summary: `A token that names its kind: ${label}.`,
      code: 'claims.mismatch',
      apply: onClaims(() => claims),
    }),
  ),
  attack('access-token/of-a-user', {
    summary: 'An access token for the same audience.',
    code: 'claims.mismatch',
    apply: onClaims(() => ({ client_id: USER['client_id'], scope: USER['scope'] })),
  }),
  attack('access-token/typ', {
    summary: 'The header says that it is an access token.',
    code: 'type.mismatch',
    apply: onHeader((header) => ({ ...header, typ: 'application/at+jwt' })),
  }),
  attack('access-token/not-alone', {
    summary: 'The token names another audience too (OpenID Connect Core §3.1.3.7).',
    code: 'audience.not_exclusive',
    apply: onClaims(() => ({ aud: [AUDIENCE, 'https://sibling.example'] })),
  }),
];
