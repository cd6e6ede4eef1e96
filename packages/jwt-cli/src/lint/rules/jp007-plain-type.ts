import { pointerTo } from '../pointer.js';
import type { LintRule } from '../rule.js';

export const plainType: LintRule = {
  id: 'JP007',
  title: 'A typ that ID tokens have as well',
  severity: 'warning',
  why: 'The provider signs ID tokens with the same keys and the same typ: where a client has the name of the service, its ID token passes for an access token.',
  write:
    'typ: at+jwt where the provider can write it (RFC 9068); else lacks: { typ: { shownBy: [...] } } with claims that its access tokens have and its ID tokens do not.',
  references: ['RFC 8725 §3.11', 'RFC 8725 §3.12', 'NHI4:2025', 'PR.AA-04', 'ASVS 9.2.2'],
  *find({ model }) {
    for (const issuer of Object.values(model.issuers)) {
      const { name, profile, tokens, types, typeOptional, shownBy, keys, require } = issuer;
      const signsIdTokens = keys.some(({ source: { discovery } }) => discovery === 'oidc');
      const isPlain = types.some((type) => type.toLowerCase() === 'jwt');
      const isShown = typeOptional || shownBy.length > 0 || require.length > 0;
      if (profile !== undefined || tokens !== 'access' || !signsIdTokens || !isPlain || isShown) continue;
      yield {
        at: pointerTo('issuers', name, 'typ'),
        message: `"${name}" also issues ID tokens, and nothing here tells them from access tokens.`,
      };
    }
  },
};
