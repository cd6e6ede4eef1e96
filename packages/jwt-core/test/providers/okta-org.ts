import { NO_TYP, type ProviderToken } from '../provider-token.js';
import { ID_TOKEN } from './okta.js';

const ISS = 'https://acme.okta.com/oauth2/default';
const CLIENT = 'nmdP1fcyvdVO11AL7ECm';
const USER = '00ujmkLgagxeRrAg20g3';

/** ID tokens of the org authorization server. */
const OKTA_ORG: ProviderToken = {
  name: 'an ID token of the org server of Okta',
  profile: 'okta-org',
  source: 'https://developer.okta.com/docs/concepts/auth-servers/',
  issuer: { iss: 'https://acme.okta.com' },
  audience: CLIENT,
  header: NO_TYP,
  claims: { ...ID_TOKEN.claims, iss: 'https://acme.okta.com' },
  principal: 'user',
  variants: [{ name: 'without what ties it to an access token', claims: { at_hash: undefined } }],
  nearMisses: [
    {
      name: 'an access token, which is for Okta alone',
      claims: { aud: 'https://acme.okta.com', cid: CLIENT, scp: ['openid'], uid: USER },
      code: 'audience.mismatch',
    },
    {
      name: 'an access token for the client',
      claims: { cid: CLIENT, scp: ['openid'] },
      code: 'claims.mismatch',
    },
    { name: 'a token of the custom server', claims: { iss: ISS }, code: 'issuer.untrusted' },
    { name: 'a token for another client', claims: { aud: '0oa1other' }, code: 'audience.mismatch' },
    {
      name: 'a token for two clients',
      claims: { aud: [CLIENT, '0oa1other'] },
      code: 'audience.not_exclusive',
    },
  ],
  matrix: { name: 'Okta, org' },
};

export const OKTA_ORG_TOKENS: readonly ProviderToken[] = [OKTA_ORG];
