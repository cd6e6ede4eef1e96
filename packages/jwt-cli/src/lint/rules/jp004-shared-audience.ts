import { pointerTo } from '../pointer.js';
import type { LintRule } from '../rule.js';

export const sharedAudience: LintRule = {
  id: 'JP004',
  title: 'Two services with one audience',
  severity: 'error',
  why: 'A token for one service is good for the other: a leak in one opens both, and a service can use the tokens that it gets at its sibling.',
  write:
    'Give each service an audience of its own. Where the provider cannot issue it, list other clients or other scopes for each.',
  references: ['RFC 8725 §2.7', 'RFC 8725 §3.9', 'NHI9:2025', 'PR.AA-05', 'ASVS 9.2.3', 'ASVS 10.3.1'],
  *find({ model }) {
    const owners = new Map<string, string>();
    for (const [service, { accept }] of Object.entries(model.services)) {
      const reported = new Set<string>();
      for (const { issuer, audiences, clients } of accept) {
        const pinned = model.issuers[issuer]?.audienceFrom;
        const names = (pinned !== 'aud' && pinned !== 'scopes' && clients) || audiences;
        for (const name of names) {
          const key = JSON.stringify([issuer, clients === undefined, name]);
          const owner = owners.get(key);
          if (owner === undefined) owners.set(key, service);
          else if (owner !== service && !reported.has(owner)) {
            reported.add(owner);
            yield {
              at: pointerTo('services', service, 'audience'),
              message: `A token of "${issuer}" for ${JSON.stringify(name)} is good for "${owner}" as well.`,
            };
          }
        }
      }
    }
  },
};
