import { NOW_SECONDS } from '../mint.js';
import { lasting, type ProviderToken } from '../provider-token.js';

const FRONTEND = 'https://clerk.your-site.example';

const CLERK: ProviderToken = {
  name: 'a session token of Clerk, version 2',
  profile: 'clerk',
  source: 'https://clerk.com/docs/guides/sessions/session-tokens#default-claims',
  issuer: { iss: FRONTEND },
  accept: { azp: ['https://app.your-site.example', 'https://admin.your-site.example'] },
  audience: 'https://orders.your-site.example',
  header: { typ: 'JWT', oiat: NOW_SECONDS - 10 },
  claims: {
    azp: 'https://app.your-site.example',
    ...lasting(60),
    fva: [7, -1],
    iss: FRONTEND,
    jti: '1234567890',
    nbf: NOW_SECONDS - 20,
    sid: 'sess_123',
    sub: 'user_123',
    v: 2,
    pla: 'u:free',
    fea: 'o:dashboard,o:impersonation',
    sts: 'active',
    o: { id: 'org_123', slg: 'org-slug', rol: 'admin', per: 'read,manage', fpm: '3,2' },
  },
  principal: 'user',
  variants: [
    {
      name: 'version 1',
      claims: {
        v: undefined,
        pla: undefined,
        fea: undefined,
        sts: undefined,
        o: undefined,
        jti: undefined,
        org_id: 'org_123',
        org_role: 'org:admin',
        org_permissions: ['org:admin:read'],
      },
    },
    { name: 'of no organization', claims: { o: undefined } },
    { name: 'with an audience that was added', claims: { aud: 'https://orders.your-site.example' } },
  ],
  nearMisses: [
    {
      name: 'another page of the site',
      claims: { azp: 'https://blog.your-site.example' },
      code: 'audience.mismatch',
    },
    { name: 'a browser that sent no Origin', claims: { azp: undefined }, code: 'audience.missing' },
    {
      name: 'an audience that was added for another service',
      claims: { aud: 'convex' },
      code: 'audience.mismatch',
    },
    { name: 'a user who has not finished signing up', claims: { sts: 'pending' }, code: 'claims.mismatch' },
    {
      name: 'a token of a JWT template, which has no session',
      claims: { sid: undefined, fva: undefined },
      code: 'type.mismatch',
    },
    { name: 'a token without a session', claims: { sid: undefined }, code: 'claims.mismatch' },
  ],
  matrix: { name: 'Clerk' },
  idToken: {
    header: { typ: 'JWT' },
    claims: {
      iss: FRONTEND,
      sub: 'user_123',
      aud: 'kXlQ3bW9sD0FzJ7r',
      ...lasting(24 * 3600),
      nonce: 'n-0S6',
      email: 'alice@acme.example',
      name: 'Alice',
    },
  },
};

export const CLERK_TOKENS: readonly ProviderToken[] = [CLERK];
