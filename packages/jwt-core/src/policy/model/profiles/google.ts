import type { Profile } from '../profile.js';
import { words } from './words.js';

export const google: Profile = {
  provider: 'Google',
  documentation: 'https://developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload',
  notes: [
    'These are ID tokens, of people and of service accounts.',
    'The keys are on another host than the issuer.',
  ],
  owns: {
    pattern: /^(?:https?:\/\/)?accounts\.google\.com(?:[:/]|$)/iu,
    words: 'accounts.google.com',
    because:
      'every project of Google Cloud can get a token of this issuer for every audience, and only this profile demands who is meant.',
  },
  issuer: {
    iss: 'https://accounts.google.com',
    // Google keeps its keys on another host than its issuer.
    keys: { jwksUri: 'https://www.googleapis.com/oauth2/v3/certs' },
    algs: ['RS256'],
    typ: 'JWT',
    // Nothing says for sure that a person is meant, so the document must say.
    principal: 'marked',
    clientId: 'azp',
    tenant: 'hd',
    audienceMode: 'exclusive',
    require: { sub: { present: true }, events: { present: false } },
  },
  mustPin: {
    claims: ['azp', 'sub', 'hd'],
    because:
      'every Google Cloud project can get a token of this issuer for every audience (https://cloud.google.com/docs/authentication/get-id-token).',
  },
  texts: words('at_hash email family_name given_name hd name picture profile'),
};
