import type { Profile } from '../profile.js';
import { ENTRA_V2_TOKENS, entraV2 } from './entra-v2.js';

/** The tokens are those of Entra, v2.0; another host signs them. */
export const entraExternalId: Profile = {
  ...entraV2,
  provider: 'Microsoft Entra External ID',
  documentation: 'https://learn.microsoft.com/en-us/entra/external-id/tenant-configurations',
  notes: [
    'The `iss` names the tenant by its id, twice: clients sign in at `TENANT-NAME.ciamlogin.com`, and no token has that name in its `iss`.',
    'The tokens are v2.0 tokens of Entra: what is said of `entra-v2` holds here.',
  ],
  issForm: {
    pattern:
      /^https:\/\/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.ciamlogin\.com\/\1\/v2\.0$/u,
    words:
      'https://TENANT-ID.ciamlogin.com/TENANT-ID/v2.0, where TENANT-ID is a GUID, the same in both places',
  },
  owns: {
    pattern: /^https?:\/\/[a-z0-9-]+\.ciamlogin\.com(?:[:/]|$)/iu,
    words: '*.ciamlogin.com',
    because:
      'Entra signs ID tokens, and tokens of applications that no claim marks, with the same keys and typ. Only this profile tells them apart.',
  },
  // The `iss` has the tenant in it twice, which no template can: the document writes it.
  issuer: ENTRA_V2_TOKENS,
};
