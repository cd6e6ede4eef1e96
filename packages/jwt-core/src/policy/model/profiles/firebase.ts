import type { Profile } from '../profile.js';
import { words } from './words.js';

export const firebase: Profile = {
  provider: 'Firebase Authentication',
  documentation:
    'https://firebase.google.com/docs/auth/admin/verify-id-tokens#verify_id_tokens_using_a_third-party_jwt_library',
  notes: [
    'Firebase has ID tokens alone, and they are made for the backends of a project: all of them share the project id as their audience.',
    'The keys are on another host than the issuer.',
    'A guest (`provider_id: anonymous`) is not accepted as a user. With `sign_in_provider: custom`, your own server said who it is: it may be a program.',
    'Session cookies of the Admin SDK have another `iss`, and are denied.',
  ],
  issForm: {
    pattern: /^https:\/\/securetoken\.google\.com\/[a-z0-9-]+$/u,
    words: 'https://securetoken.google.com/PROJECT-ID',
  },
  issuer: {
    keys: {
      jwksUri: 'https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com',
    },
    algs: ['RS256'],
    tokens: 'id',
    typ: 'JWT',
    principal: 'user',
    tenant: '/firebase/tenant',
    require: {
      user_id: { present: true },
      auth_time: { present: true },
      '/firebase/sign_in_provider': { present: true },
    },
  },
  texts: words('email /firebase/sign_in_provider name phone_number picture user_id'),
};
