import { NOW_SECONDS } from '../mint.js';
import { lasting, NO_TYP, type ProviderToken } from '../provider-token.js';

const ISS = 'https://acme.okta.com/oauth2/default';
const CLIENT = 'nmdP1fcyvdVO11AL7ECm';
const USER = '00ujmkLgagxeRrAg20g3';

/** What the ID tokens of both kinds of server look like. */
export const ID_TOKEN: NonNullable<ProviderToken['idToken']> = {
  header: NO_TYP,
  claims: {
    ver: 1,
    sub: USER,
    iss: ISS,
    aud: CLIENT,
    ...lasting(3600),
    amr: ['pwd'],
    idp: '00ok1u7AsAkrwdZL3z0g3',
    jti: 'ID.4eAWJOCMB3SX8XewDfVR',
    auth_time: NOW_SECONDS - 20,
    at_hash: 'cpqKfdQA5eH891Ff5oJr_Q',
    name: 'John Doe',
    preferred_username: 'john.doe@example.com',
    email: 'john.doe@example.com',
    email_verified: true,
  },
};

/** Access tokens of a custom authorization server. */
const OKTA: ProviderToken = {
  name: 'an access token of Okta',
  profile: 'okta',
  source: 'https://developer.okta.com/docs/api/openapi/okta-oauth/guides/overview/',
  issuer: { iss: ISS },
  audience: 'https://api.example.com',
  header: NO_TYP,
  claims: {
    ver: 1,
    jti: 'AT.0mP4JKAZX1iACIT4vbEDF7LpvDVjxypPMf0D7uX39RE',
    iss: ISS,
    aud: 'https://api.example.com',
    sub: 'john.doe@example.com',
    ...lasting(3600),
    cid: CLIENT,
    uid: USER,
    scp: ['openid', 'email', 'flights', 'custom'],
    custom_claim: 'CustomValue',
  },
  principal: 'user',
  variants: [
    { name: 'with groups', claims: { groups: ['Everyone', 'Site Manager'] } },
    {
      name: 'of a program',
      claims: { sub: CLIENT, uid: undefined, scp: ['flights'] },
      principal: 'workload',
    },
    {
      name: 'of a program whose sub is mapped to its name',
      claims: { sub: 'ledger', uid: undefined },
      principal: 'workload',
    },
  ],
  nearMisses: [
    { name: 'a token without scopes', claims: { scp: undefined }, code: 'type.mismatch' },
    { name: 'a token without a client', claims: { cid: undefined }, code: 'type.mismatch' },
    { name: 'a token with a nonce', claims: { nonce: 'n-0S6' }, code: 'type.mismatch' },
    { name: 'a program that claims to be a person', claims: { sub: CLIENT }, code: 'claims.mismatch' },
    {
      name: 'a token of the org server',
      claims: { iss: 'https://acme.okta.com', aud: 'https://acme.okta.com' },
      code: 'issuer.untrusted',
    },
    { name: 'a token for another API', claims: { aud: 'api://default' }, code: 'audience.mismatch' },
    { name: 'a token of RFC 9068', header: { typ: 'at+jwt' }, code: 'type.mismatch' },
  ],
  matrix: { name: 'Okta', program: 'of a program' },
  idToken: ID_TOKEN,
};

export const OKTA_TOKENS: readonly ProviderToken[] = [OKTA];
