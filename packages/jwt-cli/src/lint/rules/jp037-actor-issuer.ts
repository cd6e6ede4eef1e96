import { matchersOf } from '../places.js';
import type { LintRule } from '../rule.js';

export const actorIssuer: LintRule = {
  id: 'JP037',
  title: 'An actor without its issuer',
  severity: 'warning',
  why: 'A sub is unique within one issuer alone: where the actor may come from another one, two actors share a name.',
  write:
    'iss: { equals: … } in actor, where the provider writes it; else waive this finding with the reason.',
  references: ['RFC 8693 §4.1', 'ASI03:2026', 'PR.AA-02'],
  *find(linted) {
    for (const { matchers, key, at } of matchersOf(linted)) {
      if (key !== 'actor' || matchers['sub'] === undefined || matchers['iss'] !== undefined) continue;
      yield { at, message: 'The actor is known by sub alone.' };
    }
  },
};
