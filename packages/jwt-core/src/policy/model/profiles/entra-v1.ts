import type { Profile } from '../profile.js';
import { words } from './words.js';

export const entraV1: Profile = {
  provider: 'Microsoft Entra ID, v1.0 tokens',
  documentation: 'https://learn.microsoft.com/en-us/entra/identity-platform/access-token-claims-reference',
  notes: [
    'What an API gets whose manifest says `accessTokenAcceptedVersion: null` or `1`. Prefer 2, and `entra-v2`.',
    'The `iss` is on sts.windows.net and ends in a slash; the `aud` is what the client asked for: the `api://` URI, or the client id of the API.',
    'The keys are those of `https://login.microsoftonline.com/TENANT-ID/discovery/keys`, on another host than the `iss`.',
    'Without `idtyp` (an optional claim) and without `scp`, nothing says who calls: denied.',
  ],
  issForm: {
    pattern:
      /^https:\/\/sts\.(?:windows\.net|chinacloudapi\.cn)\/(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\{tenant\})\/$/u,
    words:
      'https://sts.windows.net/TENANT-ID/, where TENANT-ID is a GUID or {tenant}, with the slash at the end',
  },
  owns: {
    pattern: /^https?:\/\/sts\.(?:windows\.net|chinacloudapi\.cn)(?:[:/]|$)/iu,
    words: 'sts.windows.net, sts.chinacloudapi.cn',
    because:
      'Entra signs ID tokens, and tokens of applications that no claim marks, with the same keys and typ. Only this profile tells them apart.',
  },
  issuer: {
    iss: 'https://sts.windows.net/{tenant}/',
    algs: ['RS256'],
    typ: 'JWT',
    // https://learn.microsoft.com/en-us/entra/identity-platform/optional-claims-reference
    principal: {
      workload: { idtyp: { equals: 'app' } },
      user: { idtyp: { anyOf: [{ equals: 'user' }, { present: false }] }, scp: { present: true } },
    },
    clientId: 'appid',
    tenant: 'tid',
    scopes: 'scp',
    roles: 'roles',
    require: {
      ver: { equals: '1.0' },
      sub: { present: true },
      // An ID token has the same iss, keys, typ, ver and (where the API is also a client) aud. It has no appid.
      appid: { present: true },
    },
  },
  rejectedAudiences: {
    pattern:
      /^(?:0000000[0-9a-f]-0000-0000-c000-000000000000|https:\/\/(?:graph\.microsoft\.com|graph\.windows\.net|management\.azure\.com|management\.core\.windows\.net)(?:\/|$))/u,
    words: 'those of Microsoft Graph and of Azure',
    because: "it is an API of Microsoft's own, whose tokens are for it alone.",
  },
  texts: words('appid appidacr idtyp name oid tid unique_name upn uti ver'),
};
