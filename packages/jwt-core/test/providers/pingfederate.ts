import { lasting, NO_TYP, type ProviderToken } from '../provider-token.js';

const PF = 'https://sso.acme.example';

const PINGFEDERATE: ProviderToken = {
  name: 'an access token of PingFederate',
  profile: 'pingfederate',
  source:
    'https://docs.pingidentity.com/pingfederate/latest/administrators_reference_guide/pf_configure_json_token_management.html',
  issuer: { iss: PF },
  defaults: { maxLifetime: '2h' },
  audience: 'https://orders.acme.example',
  header: { ...NO_TYP, pi: 'atm' },
  claims: {
    scope: 'openid orders:read',
    client_id: 'shop-web',
    iss: PF,
    aud: 'https://orders.acme.example',
    jti: 'K5hmTjFV',
    sub: 'alice',
    ...lasting(7200),
  },
  principal: 'user',
  variants: [
    { name: 'with the type of RFC 9068', header: { typ: 'at+jwt' } },
    { name: 'with its scopes as a list', claims: { scope: ['openid', 'orders:read'] } },
    {
      name: 'of a program',
      claims: { sub: 'ledger', client_id: 'ledger', scope: 'orders:read' },
      principal: 'workload',
    },
  ],
  nearMisses: [
    { name: 'a token without scopes', claims: { scope: undefined }, code: 'type.mismatch' },
    {
      name: 'a token with another name for the client',
      claims: { client_id: undefined, client_id_name: 'shop-web' },
      code: 'type.mismatch',
    },
    { name: 'a token without a subject', claims: { sub: undefined }, code: 'claims.missing' },
    { name: 'a token without iat', claims: { iat: undefined }, code: 'time.missing' },
    { name: 'a token without an audience', claims: { aud: undefined }, code: 'audience.missing' },
  ],
  matrix: { name: 'PingFederate', program: 'of a program' },
  idToken: {
    header: NO_TYP,
    claims: {
      sub: 'alice',
      aud: 'shop-web',
      jti: 'YbDtPcYvjnNKyQWSxjiZhH',
      iss: PF,
      ...lasting(300),
      acr: 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password',
      auth_time: lasting(0)['iat'],
      'pi.sri': 'a3FYlDyhMhQiYZyGRGXfYd1k',
      nonce: 'n-0S6',
    },
  },
};

export const PINGFEDERATE_TOKENS: readonly ProviderToken[] = [PINGFEDERATE];
