import type { Profile } from '../profile.js';
import { words } from './words.js';

export const fusionauth: Profile = {
  provider: 'FusionAuth',
  documentation: 'https://fusionauth.io/docs/lifecycle/authenticate-users/oauth/tokens',
  notes: [
    "The `iss` is what the tenant's settings say, which need not be a URL. The keys are those of `https://HOST/.well-known/jwks.json`.",
    "The audience of a person's token is the application, which is also the client. A person without a registration has no `applicationId`, and is denied.",
    "The audience of a program's token (an entity) is the target entity. What it may do is in `permissions`: `scope` is `target-entity:ID:PERMISSIONS`, and the client asks for it.",
    'Before version 1.24, ID tokens had `applicationId` and `roles`: do not use this profile there.',
  ],
  issuer: {
    algs: ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512', 'EdDSA'],
    typ: 'JWT',
    // Since 1.24 an ID token has no applicationId, and a person always has an authenticationType: it is neither.
    principal: {
      workload: {
        applicationId: { present: false },
        authenticationType: { present: false },
        auth_time: { present: false },
        jti: { present: true },
        scope: { startsWith: 'target-entity:' },
      },
      user: { applicationId: { present: true }, authenticationType: { present: true } },
    },
    clientId: 'applicationId',
    tenant: 'tid',
    roles: 'roles',
    require: {
      sub: { present: true },
      nonce: { present: false },
      at_hash: { present: false },
      c_hash: { present: false },
    },
  },
  texts: words('authenticationType email preferred_username'),
};
