import { listed } from '../../terminal/words.js';
import { acceptedBy } from '../places.js';
import { pointerTo } from '../pointer.js';
import type { LintRule } from '../rule.js';

export const severalAudiences: LintRule = {
  id: 'JP005',
  title: 'Tokens that are for several services',
  severity: 'warning',
  why: 'One token may name several services of this policy: each of them can use what it receives at the others.',
  write:
    'audienceMode: exclusive, under defaults, the service or the issuer: a token that names another audience too is denied.',
  references: ['RFC 8725 §3.9', 'NHI9:2025', 'PR.AA-04', 'ASVS 9.2.3'],
  *find({ model }) {
    for (const [name, service] of Object.entries(model.services)) {
      const open = acceptedBy(model, service).filter(({ issuer, index }) => {
        const isShared = Object.entries(model.services).some(
          ([other, { accept }]) => other !== name && accept.some((each) => each.issuer === issuer.name),
        );
        return (
          isShared && issuer.audienceFrom === 'aud' && service.accept[index]?.audienceMode === 'contains'
        );
      });
      if (open.length === 0) continue;
      yield {
        at: pointerTo('services', name),
        message: `A token of ${listed(
          open.map(({ issuer }) => `"${issuer.name}"`),
          'or',
        )} may name this service and others.`,
      };
    }
  },
};
