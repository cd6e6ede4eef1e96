/** Tokens of other types from the same issuer with the same key, used as access tokens (RFC 8725 §2.7, §3.11). */

import type { ReasonCode } from '@org/jwt-core';
import { onToken } from '../alterations/alteration.js';
import type { ClaimsToSign } from '../issuer/test-issuer.js';
import { attacksOf, type AttackClass } from './row.js';

/** One type of token: its `typ` (`undefined`: no `typ`), and the claims that it adds or replaces. */
interface Kind {
  readonly typ: string | undefined;
  readonly code?: ReasonCode;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: (good: ClaimsToSign) => ClaimsToSign;
}

const EVENTS = { events: { 'http://schemas.openid.net/event/backchannel-logout': {} }, sid: 's-1' };
const idToken = (good: ClaimsToSign): ClaimsToSign => ({
  ...good,
  nonce: 'n-0S6_WzA2Mj',
  auth_time: good['iat'],
  at_hash: '77QmUPtjPfzWtF2AnpK9RQ',
  azp: good['client_id'],
});
const proof = (good: ClaimsToSign): ClaimsToSign => ({
  jti: good['jti'],
  htm: 'GET',
  htu: 'https://orders.example/',
  iat: good['iat'],
  ath: 'fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo',
});
const PROOF_KEY = { jwk: { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' } };

const KINDS: Readonly<Record<string, Kind>> = {
  'id-token': { typ: 'JWT', claims: idToken },
  'id-token-without-typ': { typ: undefined, claims: idToken },
  'id-token-for-client': { typ: 'JWT', claims: (good) => ({ ...idToken(good), aud: good['client_id'] }) },
  'id-token-named-so': { typ: 'id+jwt', claims: idToken },
  'id-token-for-client-with-right-typ': {
    typ: 'at+jwt',
    code: 'audience.mismatch',
    claims: (good) => ({ ...idToken(good), aud: good['client_id'] }),
  },
  'id-token-without-client': {
    typ: 'JWT',
    claims: (good) => ({ ...idToken(good), client_id: undefined, scope: undefined }),
  },
  'logout-token': { typ: 'logout+jwt', claims: (good) => ({ ...good, ...EVENTS }) },
  'logout-token-with-plain-typ': { typ: 'JWT', claims: (good) => ({ ...good, ...EVENTS }) },
  'logout-token-without-typ': { typ: undefined, claims: (good) => ({ ...good, ...EVENTS }) },
  'refresh-token': { typ: 'JWT', claims: (good) => ({ ...good, typ: 'Refresh' }) },
  'refresh-token-without-typ': { typ: undefined, claims: (good) => ({ ...good, token_use: 'refresh' }) },
  'refresh-token-named-so': { typ: 'rt+jwt', claims: (good) => ({ ...good, token_use: 'refresh' }) },
  'refresh-token-for-issuer': {
    typ: 'at+jwt',
    code: 'audience.mismatch',
    claims: (good) => ({ ...good, aud: good['iss'], typ: 'Refresh' }),
  },
  'offline-token': { typ: 'JWT', claims: (good) => ({ ...good, typ: 'Offline', exp: undefined }) },
  'registration-token': { typ: 'JWT', claims: (good) => ({ ...good, typ: 'RegistrationAccessToken' }) },
  'introspection-response': {
    typ: 'token-introspection+jwt',
    claims: (good) => ({ ...good, token_introspection: { ...good, active: true } }),
  },
  'introspection-response-bare': {
    typ: 'token-introspection+jwt',
    claims: ({ iss, aud, iat, ...rest }) => ({
      iss,
      aud,
      iat,
      token_introspection: { ...rest, active: true },
    }),
  },
  'introspection-response-with-right-typ': {
    typ: 'at+jwt',
    code: 'time.missing',
    claims: ({ iss, aud, iat, ...rest }) => ({
      iss,
      aud,
      iat,
      token_introspection: { ...rest, active: true },
    }),
  },
  'proof-of-possession': { typ: 'dpop+jwt', code: 'issuer.missing', header: PROOF_KEY, claims: proof },
  'proof-with-all-claims': {
    typ: 'dpop+jwt',
    header: PROOF_KEY,
    claims: (good) => ({ ...good, ...proof(good) }),
  },
  'proof-with-right-typ': { typ: 'at+jwt', code: 'issuer.missing', header: PROOF_KEY, claims: proof },
  'user-info': { typ: 'JWT', claims: (good) => ({ ...good, email: 'a@example.com', email_verified: true }) },
  'authorisation-response': { typ: 'JWT', claims: (good) => ({ ...good, code: 'PyyFaux2o7', state: 's' }) },
  'request-object': { typ: 'oauth-authz-req+jwt', claims: (good) => ({ ...good, response_type: 'code' }) },
  'client-assertion': {
    typ: 'client-authentication+jwt',
    code: 'issuer.untrusted',
    claims: (good) => ({ ...good, iss: good['client_id'], sub: good['client_id'], aud: good['iss'] }),
  },
  'client-assertion-with-plain-typ': {
    typ: 'JWT',
    code: 'issuer.untrusted',
    claims: (good) => ({ ...good, iss: good['client_id'], sub: good['client_id'] }),
  },
  'security-event': { typ: 'secevent+jwt', claims: (good) => ({ ...good, ...EVENTS, toe: good['iat'] }) },
  'software-statement': { typ: 'JWT', claims: (good) => ({ ...good, software_id: 'x', redirect_uris: [] }) },
  'entity-statement': {
    typ: 'entity-statement+jwt',
    claims: (good) => ({ ...good, sub: good['iss'], jwks: { keys: [] } }),
  },
  'status-list': {
    typ: 'statuslist+jwt',
    claims: (good) => ({ ...good, status_list: { bits: 1, lst: 'eNo' } }),
  },
  'verifiable-credential': {
    typ: 'vc+sd-jwt',
    claims: (good) => ({ ...good, vct: 'x', _sd_alg: 'sha-256' }),
  },
  'key-binding': { typ: 'kb+jwt', claims: (good) => ({ ...good, nonce: 'n', sd_hash: 'x' }) },
  'session-cookie': { typ: 'JWT', claims: (good) => ({ ...good, sid: 's-1' }) },
  'password-reset-link': { typ: 'JWT', claims: (good) => ({ ...good, purpose: 'reset' }) },
  'service-account-token': {
    typ: undefined,
    claims: (good) => ({
      ...good,
      'kubernetes.io': { namespace: 'default', serviceaccount: { name: 'default' } },
    }),
  },
};

/** One of each type, each with a good signature. */
export const OTHER_TOKENS: AttackClass = {
  name: 'other-token',
  summary: 'The token is good, but of another type: an ID token, a logout token, a proof, and so on.',
  attacks: () =>
    attacksOf('other-token', KINDS, ({ typ, code = 'type.mismatch', header, claims }, label) => ({
      summary: `The token is of another type: ${label}.`,
      code,
      apply: onToken((_, { issuer, claims: good }) =>
        issuer.sign({ ...issuer.header(), typ, ...header }, claims?.(good) ?? good),
      ),
    })),
};
