import { lasting, type ProviderToken } from '../provider-token.js';

const ZITADEL_ISS = 'https://acme-x1y2z3.zitadel.cloud';
const PROJECT = '69234237810729019';
const WEB_APP = '69234237810729234';

const ROLES = {
  'corporate member': { '1234': 'acme.zitadel.example' },
  cfo: { '1234': 'acme.zitadel.example' },
};

/** https://github.com/zitadel/oidc/blob/main/pkg/oidc/token.go, NewAccessTokenClaims and NewIDTokenClaims */
const ZITADEL: ProviderToken = {
  name: 'an access token of ZITADEL',
  profile: 'zitadel',
  source: 'https://zitadel.com/docs/apis/openidoauth/claims',
  issuer: { iss: ZITADEL_ISS, principal: 'user', require: { client_id: { equals: WEB_APP } } },
  defaults: { maxLifetime: '12h' },
  audience: PROJECT,
  header: { typ: 'JWT' },
  claims: {
    iss: ZITADEL_ISS,
    sub: '77776025198584418',
    aud: [WEB_APP, PROJECT],
    ...lasting(12 * 3600),
    nbf: lasting(0)['iat'],
    client_id: WEB_APP,
    jti: '69234237813329048',
    'urn:zitadel:iam:org:project:roles': ROLES,
    'urn:zitadel:iam:user:resourceowner:id': '1234',
  },
  principal: 'user',
  variants: [
    { name: 'of a person without a role', claims: { 'urn:zitadel:iam:org:project:roles': undefined } },
    { name: 'with its party as well, as the matrix says', claims: { azp: WEB_APP } },
  ],
  nearMisses: [
    {
      name: 'a service account, whose client is its name',
      claims: { client_id: 'ledger' },
      code: 'claims.mismatch',
    },
    {
      name: 'an ID token, which has the same audiences',
      claims: { jti: undefined, nbf: undefined, azp: WEB_APP, auth_time: lasting(0)['iat'], amr: ['pwd'] },
      code: 'claims.mismatch',
    },
    { name: 'an ID token with a jti of its own', claims: { amr: ['pwd'] }, code: 'claims.mismatch' },
    { name: 'another project', claims: { aud: ['70000000000000000'] }, code: 'audience.mismatch' },
    {
      name: 'roles as a list',
      claims: { 'urn:zitadel:iam:org:project:roles': [ROLES] },
      code: 'claims.malformed',
    },
  ],
  matrix: { name: 'ZITADEL' },
};

const ID_TOKEN: NonNullable<ProviderToken['idToken']> = {
  header: { typ: 'JWT' },
  claims: {
    iss: ZITADEL_ISS,
    sub: '77776025198584418',
    aud: [WEB_APP, PROJECT],
    ...lasting(12 * 3600),
    auth_time: lasting(0)['iat'],
    amr: ['pwd'],
    azp: WEB_APP,
    client_id: WEB_APP,
    at_hash: 'k8Nq0dXbVbUZB2x8w8d3lg',
    'urn:zitadel:iam:org:project:roles': ROLES,
  },
};

const ZITADEL_PROGRAM: ProviderToken = {
  ...ZITADEL,
  name: 'an access token of ZITADEL, of a service account',
  issuer: { iss: ZITADEL_ISS, principal: 'workload', require: { client_id: { equals: 'ledger' } } },
  claims: { ...ZITADEL.claims, sub: '171170616434884609', aud: ['ledger', PROJECT], client_id: 'ledger' },
  principal: 'workload',
  variants: [],
  nearMisses: [
    { name: 'a person', claims: ZITADEL.claims, code: 'claims.mismatch' },
    { name: 'another service account', claims: { client_id: 'billing' }, code: 'claims.mismatch' },
    { name: 'a token that names no client', claims: { client_id: undefined }, code: 'claims.missing' },
    { name: 'a token without jti', claims: { jti: undefined }, code: 'claims.mismatch' },
  ],
  matrix: { name: 'ZITADEL, a service account' },
};

export const ZITADEL_TOKENS: readonly ProviderToken[] = [{ ...ZITADEL, idToken: ID_TOKEN }, ZITADEL_PROGRAM];
