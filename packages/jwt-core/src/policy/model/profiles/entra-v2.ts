import type { Profile, ProviderFacts } from '../profile.js';
import { words } from './words.js';

/** What v2.0 tokens are like, in a workforce tenant and in an external one. */
export const ENTRA_V2_TOKENS: ProviderFacts = {
  keys: { discovery: 'oidc' },
  algs: ['RS256'],
  typ: 'JWT',
  // Without `idtyp` (an optional claim) and without `scp`, nothing says for sure who calls: denied.
  // https://learn.microsoft.com/en-us/entra/identity-platform/optional-claims-reference
  principal: {
    workload: [{ idtyp: { equals: 'app' } }],
    user: [{ idtyp: { anyOf: [{ equals: 'user' }, { present: false }] }, scp: { present: true } }],
  },
  clientId: 'azp',
  tenant: 'tid',
  scopes: 'scp',
  roles: 'roles',
  require: {
    ver: { equals: '2.0' },
    sub: { present: true },
    // An ID token has the same iss, keys, typ, ver and (where the API is also a client) aud. It has no azp.
    azp: { present: true },
  },
};

export const entraV2: Profile = {
  provider: 'Microsoft Entra ID, v2.0 tokens',
  documentation: 'https://learn.microsoft.com/en-us/entra/identity-platform/access-token-claims-reference',
  notes: [
    'The `aud` is the client id of the API, a GUID, and never an `api://` URI.',
    'Without `idtyp` (an optional claim) and without `scp`, nothing says who calls: denied.',
  ],
  issForm: {
    // `common`, `organizations` and `consumers` are places to sign in at, never the iss of a token.
    pattern:
      /^https:\/\/(?:login\.microsoftonline\.(?:com|us)|login\.partner\.microsoftonline\.cn)\/(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\{tenant\})\/v2\.0$/u,
    words:
      'https://login.microsoftonline.com/TENANT-ID/v2.0, where TENANT-ID is a GUID or {tenant}; also login.microsoftonline.us and login.partner.microsoftonline.cn',
  },
  owns: {
    // The places to sign in at, too: no other profile knows them either.
    pattern:
      /^https?:\/\/(?:login\.microsoftonline\.(?:com|us|de)|login\.partner\.microsoftonline\.cn)(?:[:/]|$)/iu,
    words: 'login.microsoftonline.com, and those of national clouds',
    because:
      'Entra signs ID tokens, and tokens of applications that no claim marks, with the same keys and typ. Only this profile tells them apart; it takes v2.0 access tokens.',
  },
  issuer: { iss: 'https://login.microsoftonline.com/{tenant}/v2.0', ...ENTRA_V2_TOKENS },
  rejectedAudiences: {
    pattern:
      /^(?:00000003-0000-0000-c000-000000000000$|(?![0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$))/u,
    words: 'what is no GUID in small letters, and Microsoft Graph',
    because:
      'the aud of a v2.0 token is the client id of your API, a GUID in small letters, and never an api:// URI. Tokens for Microsoft Graph are for Microsoft Graph alone.',
  },
  texts: words('azpacr idtyp name oid preferred_username tid uti ver'),
};
