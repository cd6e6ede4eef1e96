import type { ProfileName, ResolvedPlace } from '@org/jwt-core/policy';
import { acceptedBy, operationsOf } from '../places.js';
import { pointerTo } from '../pointer.js';
import type { LintRule } from '../rule.js';

/** Headers that a proxy writes with a token of its own, by the profile of the proxy: there is no other place for it. */
const PROXIES: Readonly<Record<string, ProfileName>> = {
  'cf-access-jwt-assertion': 'cloudflare-access',
  'x-goog-iap-jwt-assertion': 'google-iap',
};

export const tokenPlace: LintRule = {
  id: 'JP029',
  title: 'A token outside of the Authorization header',
  severity: 'warning',
  why: 'The query is kept in histories, referrers and logs; cookies are sent by browsers without being asked; a custom header is only as good as the proxy that removes it from others.',
  write:
    'Authorization: Bearer. Where the callers cannot send it, waive this finding at the place, with the reason.',
  references: ['RFC 9700 §4.3.2', 'NHI2:2025', 'PR.DS-02'],
  *find({ document, model }) {
    for (const [name, service] of Object.entries(model.services)) {
      const profiles = acceptedBy(model, service).map(({ issuer: { profile } }) => profile);
      const others = service.credentials.flatMap((each) => {
        if (each.in === 'authorization') return [];
        const proxy = PROXIES[each.name];
        return proxy !== undefined && profiles.includes(proxy) ? [] : [each];
      });
      if (others.length === 0) continue;
      const places = others.map(describe).join(', ');
      yield { at: pointerTo('services', name, 'credentials'), message: `Tokens are taken from ${places}.` };
    }
    for (const { resolved, at } of operationsOf({ document, model })) {
      if (resolved.query === undefined) continue;
      const message = `The token is in the query, as ${resolved.query}.`;
      yield { at: `${at}${pointerTo('credentials')}`, message };
    }
  },
};

function describe(place: Exclude<ResolvedPlace, { readonly in: 'authorization' }>): string {
  return place.in === 'cookie' ? `the cookie ${place.name}` : `the header ${place.name}`;
}
