import type { Profile } from '../profile.js';

export const rfc9068: Profile = {
  provider: 'RFC 9068',
  documentation: 'https://www.rfc-editor.org/rfc/rfc9068.html#section-2.2',
  notes: ['Every token has `typ: at+jwt`, so that no ID token passes.'],
  issuer: {
    typ: 'at+jwt',
    principal: 'auto',
    require: { sub: { present: true }, client_id: { present: true }, jti: { present: true } },
  },
};
