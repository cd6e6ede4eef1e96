import { lasting, type ProviderToken } from '../provider-token.js';

const TENANT = 'fa15d692-e9c7-4460-a743-29f295622229';
const API = 'ef1da9d4-ff77-4c3e-a005-840c3f830745';
const WEB = '75dbe77f-10a3-4e59-85fd-8c127544f17c';
const OBJECT = '02223b6b-aa1d-42d4-9ec0-1b2bb9194438';

/** The example of the page, decoded. */
const ENTRA_V1: ProviderToken = {
  name: 'an access token of Entra, v1.0',
  profile: 'entra-v1',
  source: 'https://learn.microsoft.com/en-us/entra/identity-platform/access-tokens#token-formats',
  issuer: { tenants: [TENANT] },
  defaults: { maxLifetime: '2h' },
  audience: API,
  header: { typ: 'JWT', x5t: 'i6lGk3FZzxRcUb2C3nEQ7syHJlY' },
  claims: {
    aud: API,
    iss: `https://sts.windows.net/${TENANT}/`,
    ...lasting(3900),
    acr: '1',
    aio: 'AXQAi/8IAAAAFm+E/QTG+gFnVxLjWdw8K+61AGrSOuMMF6ebaMj7XO3IbmD3fGmrOyD+NvZyGn2VaT',
    amr: ['wia'],
    appid: WEB,
    appidacr: '0',
    email: 'AbeLi@microsoft.com',
    family_name: 'Lincoln',
    given_name: 'Abe (MSFT)',
    ipaddr: '222.222.222.22',
    name: 'abeli',
    oid: OBJECT,
    rh: 'I',
    scp: 'user_impersonation',
    sub: 'l3_roISQU222bULS9yi2k0XpqpOiMz5H3ZACo1GeXA',
    tid: TENANT,
    unique_name: 'abeli@microsoft.com',
    uti: 'FVsGxYXI30-TuikuuUoFAA',
    ver: '1.0',
  },
  principal: 'user',
  variants: [
    {
      name: 'of an application for itself',
      claims: {
        idtyp: 'app',
        scp: undefined,
        roles: ['Orders.Read.All'],
        appidacr: '1',
        name: undefined,
        unique_name: undefined,
        email: undefined,
        family_name: undefined,
        given_name: undefined,
        sub: OBJECT,
      },
      principal: 'workload',
    },
  ],
  nearMisses: [
    {
      name: 'a v2.0 token',
      claims: { iss: `https://login.microsoftonline.com/${TENANT}/v2.0`, ver: '2.0' },
      code: 'issuer.untrusted',
    },
    {
      name: 'an application that does not say so',
      claims: { scp: undefined, roles: ['Orders.Read.All'] },
      code: 'claims.mismatch',
    },
    { name: 'another version', claims: { ver: '2.0' }, code: 'claims.mismatch' },
    {
      name: 'an ID token of an application that is an API as well',
      claims: { appid: undefined, appidacr: undefined, scp: undefined },
      code: 'claims.mismatch',
    },
    { name: 'another organization in tid', claims: { tid: WEB }, code: 'tenant.mismatch' },
    {
      name: 'a token for Microsoft Graph',
      claims: { aud: 'https://graph.microsoft.com' },
      code: 'audience.mismatch',
    },
  ],
  matrix: { name: 'Entra v1', program: 'of an application for itself' },
  idToken: {
    header: { typ: 'JWT', x5t: 'i6lGk3FZzxRcUb2C3nEQ7syHJlY' },
    claims: {
      aud: WEB,
      iss: `https://sts.windows.net/${TENANT}/`,
      ...lasting(3900),
      amr: ['pwd'],
      name: 'abeli',
      nonce: '12345',
      oid: OBJECT,
      sub: 'B18EDfj8Lf4OsCpaPU6V_TTaZTiUXcDfIJyJQ7I0k1Q',
      tid: TENANT,
      unique_name: 'abeli@microsoft.com',
      ver: '1.0',
    },
  },
};

export const ENTRA_V1_TOKENS: readonly ProviderToken[] = [ENTRA_V1];
