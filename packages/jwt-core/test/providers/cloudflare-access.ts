import { NOW_SECONDS } from '../mint.js';
import { lasting, type ProviderToken } from '../provider-token.js';

const AUD_TAG = '32eafc7626e974616deaf0dc3ce63d7bcbed58a2731e84d06bc3cdf1b53c4228';

/** The examples of the page. */
const CLOUDFLARE: ProviderToken = {
  name: 'an application token of Cloudflare Access',
  profile: 'cloudflare-access',
  source:
    'https://developers.cloudflare.com/cloudflare-one/access-controls/applications/http-apps/authorization-cookie/application-token/#payload',
  issuer: { iss: 'https://yourteam.cloudflareaccess.com' },
  defaults: { maxLifetime: '24h' },
  audience: AUD_TAG,
  header: { typ: 'JWT' },
  claims: {
    aud: [AUD_TAG],
    email: 'user@example.com',
    ...lasting(24 * 3600),
    nbf: NOW_SECONDS - 10,
    iss: 'https://yourteam.cloudflareaccess.com',
    type: 'app',
    identity_nonce: '6ei69kawdKzMIAPF',
    sub: '7335d417-61da-459d-899c-0a01c76a2f94',
    country: 'US',
  },
  principal: 'user',
  variants: [
    { name: 'with a group of the identity provider', claims: { custom: { groups: ['Finance-Team'] } } },
    {
      name: 'of a service token',
      claims: {
        email: undefined,
        nbf: undefined,
        identity_nonce: undefined,
        country: undefined,
        sub: '',
        common_name: 'e367826f93b8d71185e03fe518aff3b4.access',
      },
      principal: 'workload',
    },
  ],
  nearMisses: [
    { name: 'the global session token', claims: { type: 'org' }, code: 'claims.mismatch' },
    {
      name: 'another application of the team',
      claims: { aud: [AUD_TAG.replaceAll('3', '4')] },
      code: 'audience.mismatch',
    },
    { name: 'another team', claims: { iss: 'https://evil.cloudflareaccess.com' }, code: 'issuer.untrusted' },
    {
      name: 'a service token with the address of a person',
      claims: { common_name: 'e367826f93b8d71185e03fe518aff3b4.access' },
      code: 'claims.mismatch',
    },
    { name: 'a person without an address', claims: { email: undefined }, code: 'claims.mismatch' },
  ],
  matrix: { name: 'Cloudflare', program: 'of a service token' },
};

export const CLOUDFLARE_ACCESS_TOKENS: readonly ProviderToken[] = [CLOUDFLARE];
