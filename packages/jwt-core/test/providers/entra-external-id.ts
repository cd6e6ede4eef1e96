import { lasting, type ProviderToken } from '../provider-token.js';

const API = 'ef1da9d4-ff77-4c3e-a005-840c3f830745';
const WEB = '75dbe77f-10a3-4e59-85fd-8c127544f17c';
const OBJECT = '02223b6b-aa1d-42d4-9ec0-1b2bb9194438';
const OTHER_TENANT = 'fa15d692-e9c7-4460-a743-29f295622229';
const CIAM = '00044076-b4b5-4404-b01f-00ee0c08e825';

const EXTERNAL: ProviderToken = {
  name: 'an access token of Entra External ID',
  profile: 'entra-external-id',
  source: 'https://learn.microsoft.com/en-us/entra/external-id/tenant-configurations',
  issuer: { iss: `https://${CIAM}.ciamlogin.com/${CIAM}/v2.0` },
  defaults: { maxLifetime: '2h' },
  audience: API,
  header: { typ: 'JWT' },
  claims: {
    aud: API,
    iss: `https://${CIAM}.ciamlogin.com/${CIAM}/v2.0`,
    ...lasting(3900),
    azp: WEB,
    azpacr: '0',
    name: 'Abe Lincoln',
    oid: OBJECT,
    scp: 'access_as_user',
    sub: 'HKZpfaHyWadeOouYlitjrI-KffTm222X5rrV3xDqfKQ',
    tid: CIAM,
    uti: 'fqiBqXLPj0eQa82S-IYFAA',
    ver: '2.0',
  },
  principal: 'user',
  variants: [
    {
      name: 'of an application for itself',
      claims: {
        idtyp: 'app',
        scp: undefined,
        roles: ['Orders.Read.All'],
        azpacr: '1',
        name: undefined,
        sub: OBJECT,
      },
      principal: 'workload',
    },
  ],
  nearMisses: [
    {
      name: 'the tenant by its name',
      claims: { iss: `https://acme.ciamlogin.com/${CIAM}/v2.0` },
      code: 'issuer.untrusted',
    },
    {
      name: 'another tenant',
      claims: { iss: `https://${OTHER_TENANT}.ciamlogin.com/${OTHER_TENANT}/v2.0`, tid: OTHER_TENANT },
      code: 'issuer.untrusted',
    },
    {
      name: 'a workforce tenant of this id',
      claims: { iss: `https://login.microsoftonline.com/${CIAM}/v2.0` },
      code: 'issuer.untrusted',
    },
    {
      name: 'an ID token of an application that is an API as well',
      claims: { azp: undefined, azpacr: undefined, scp: undefined },
      code: 'claims.mismatch',
    },
  ],
  matrix: { name: 'External ID', program: 'of an application for itself' },
  idToken: {
    header: { typ: 'JWT' },
    claims: {
      aud: WEB,
      iss: `https://${CIAM}.ciamlogin.com/${CIAM}/v2.0`,
      ...lasting(3900),
      name: 'Abe Lincoln',
      nonce: '12345',
      oid: OBJECT,
      preferred_username: 'abe@example.com',
      sub: 'mLuGSLTwAOGtjQyLZTAvNIDpQYOSDVsTZw8Zsw4ZSbo',
      tid: CIAM,
      uti: 'fqiBqXLPj0eQa82S-IYFAA',
      ver: '2.0',
    },
  },
};

export const ENTRA_EXTERNAL_ID_TOKENS: readonly ProviderToken[] = [EXTERNAL];
