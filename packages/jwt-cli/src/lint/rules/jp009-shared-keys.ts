import { createHash } from 'node:crypto';
import type { Jwk, ResolvedIssuer } from '@org/jwt-core/policy';
import { issOf } from '../places.js';
import { pointerTo } from '../pointer.js';
import type { LintRule } from '../rule.js';

export const sharedKeys: LintRule = {
  id: 'JP009',
  title: 'One key for two issuers',
  severity: 'error',
  why: 'Who signs for one issuer can sign for the other: its name, and what is pinned to it, say nothing any more.',
  write:
    'Give each issuer its own key set. Where one provider publishes one set for several issuers, use its profile.',
  references: ['RFC 8725 §3.8', 'NHI9:2025', 'PR.AA-04', 'ASVS 9.1.3'],
  *find({ model }) {
    const owners = new Map<string, ResolvedIssuer>();
    for (const issuer of Object.values(model.issuers)) {
      const reported = new Set<string>();
      for (const { source, fileContent } of issuer.keys) {
        const held = [
          ...(source.jwksUri === undefined ? [] : [`the key set ${source.jwksUri}`]),
          ...(source.jwks?.keys ?? []).map(nameOfKey),
          ...(fileContent === undefined ? [] : [`the keys of ${source.file ?? ''}`]),
        ];
        for (const key of held) {
          const owner = owners.get(key);
          if (owner === undefined) owners.set(key, issuer);
          else if (
            owner !== issuer &&
            issOf(owner) !== issOf(issuer) &&
            !isOneProvider(owner, issuer) &&
            !reported.has(owner.name)
          ) {
            reported.add(owner.name);
            const at = pointerTo('issuers', issuer.name, 'keys');
            yield { at, message: `"${owner.name}" has ${key} as well: who signs for one signs for both.` };
          }
        }
      }
    }
  },
};

/** A profile tells the tenants of its provider apart, which share the provider's keys. */
function isOneProvider(one: ResolvedIssuer, other: ResolvedIssuer): boolean {
  return one.profile !== undefined && one.profile === other.profile;
}

function nameOfKey({ n, x, y, kid }: Jwk): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([n, x, y]))
    .digest('base64url')
    .slice(0, 8);
  return typeof kid === 'string' ? `the key ${JSON.stringify(kid)} (${digest})` : `a key (${digest})`;
}
