import type { Profile } from '../profile.js';
import { words } from './words.js';

export const cognito: Profile = {
  provider: 'Amazon Cognito',
  documentation:
    'https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html',
  notes: ['The header has `kid` and `alg` alone, and most access tokens have no `aud`.'],
  issForm: {
    pattern:
      /^https:\/\/(?:issuer-)?cognito-idp\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/(?:[a-z0-9-]+_[A-Za-z0-9]+|\{tenant\})$/u,
    words:
      'https://cognito-idp.REGION.amazonaws.com/USER-POOL-ID or https://issuer-cognito-idp.REGION.amazonaws.com/USER-POOL-ID, as the user pool is set',
  },
  owns: {
    // Identity pools too: they sign for guests.
    pattern:
      /^(?:https?:\/\/)?(?:issuer-)?cognito-(?:idp|identity)\.(?:[a-z0-9-]+\.)?(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu)(?:[:/]|$)/iu,
    words: 'cognito-idp.REGION.amazonaws.com, issuer-cognito-idp.…, and cognito-identity.amazonaws.com',
    because:
      'a user pool signs ID tokens and access tokens for all its clients, and only this profile demands token_use and a client_id.',
  },
  issuer: {
    keys: { discovery: 'oidc' },
    algs: ['RS256'],
    typ: 'JWT',
    lacks: {
      // The header has kid and alg alone. An ID token names no client_id.
      typ: { shownBy: ['client_id'] },
      // An access token has an aud only where the client asked for a resource (RFC 8707).
      aud: { shownBy: 'scopes' },
    },
    principal: 'auto',
    roles: 'cognito:groups',
    require: { sub: { present: true }, token_use: { equals: 'access' } },
  },
  mustPin: {
    claims: ['client_id'],
    because: 'one user pool signs for all its app clients, and an access token may name no audience.',
  },
  texts: words('device_key event_id origin_jti token_use username'),
};
