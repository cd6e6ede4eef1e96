import type { Profile } from '../profile.js';
import { words } from './words.js';

export const azureAdB2c: Profile = {
  provider: 'Azure AD B2C',
  documentation: 'https://learn.microsoft.com/en-us/azure/active-directory-b2c/tokens-overview',
  notes: [
    'The `iss` ends in a slash, and its metadata is elsewhere unless the user flow has the issuer with `/tfp/`: write `jwksUri`, which has the name of the user flow in it.',
    "A program's token (client credentials) has the same claims as a person's. Say `principal`, and pin the clients in `azp`: a client that people sign in to must not ask for tokens of its own.",
    'Scopes of people and app roles of programs are both in `scp`. Microsoft documents `nonce` for ID tokens alone, and its libraries get it in access tokens as well: it decides nothing here.',
  ],
  issForm: {
    pattern:
      /^https:\/\/[a-z0-9.-]+\/(?:tfp\/)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\/(?:[a-z0-9_.-]+\/)?v2\.0\/$/u,
    words:
      'https://NAME.b2clogin.com/TENANT-ID/v2.0/ or https://NAME.b2clogin.com/tfp/TENANT-ID/POLICY/v2.0/, or the same with your own domain, with the slash at the end',
  },
  owns: {
    pattern: /^https?:\/\/[a-z0-9-]+\.b2clogin\.com(?:[:/]|$)/iu,
    words: '*.b2clogin.com',
    because:
      'B2C signs ID tokens, and tokens of programs that no claim marks, with the same keys and typ. Only this profile asks for a client that is known.',
  },
  issuer: {
    algs: ['RS256'],
    typ: 'JWT',
    clientId: 'azp',
    scopes: 'scp',
    // An ID token has neither.
    require: { sub: { present: true }, azp: { present: true }, scp: { present: true } },
  },
  noPrincipal: 'nothing in the tokens of B2C tells a program from a person.',
  mustPin: {
    claims: ['azp'],
    because: 'nothing else tells the programs of the tenant from its people.',
  },
  rejectedAudiences: {
    pattern: /^(?![0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$)/u,
    words: 'what is no GUID in small letters',
    because: 'the aud is the application id of your API, a GUID in small letters.',
  },
  texts: words('acr idp name oid tfp ver'),
};
