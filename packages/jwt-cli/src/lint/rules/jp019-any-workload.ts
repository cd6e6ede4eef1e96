import { listed } from '../../terminal/words.js';
import { rulesOf } from '../places.js';
import { pointerTo } from '../pointer.js';
import type { LintRule } from '../rule.js';

/** An identity in more services than these is a key to many doors. */
const MAX_SERVICES = 3;

export const anyWorkload: LintRule = {
  id: 'JP019',
  title: 'Programs without a name, or with one name everywhere',
  severity: 'warning',
  why: 'A rule for any workload takes every program that the issuer knows, now and later; an identity in many services loses all of them at once.',
  write: 'identities with an owner and a review date, and { identity: NAME } in the rules; one for each job.',
  references: ['NHI5:2025', 'NHI9:2025', 'PR.AA-05'],
  *find(linted) {
    const services = new Map<string, Set<string>>();
    for (const { written, operation, at } of rulesOf(linted)) {
      if (written.identity !== undefined) {
        const known = services.get(written.identity) ?? new Set();
        services.set(written.identity, known.add(operation.service));
        continue;
      }
      if (written.principal !== 'workload' || Object.keys(written.where ?? {}).length > 0) continue;
      yield { at, message: 'Any workload of an accepted issuer may do this.' };
    }
    for (const [name, used] of services) {
      if (used.size <= MAX_SERVICES) continue;
      const message = `"${name}" may enter ${String(used.size)} services: ${listed([...used])}.`;
      yield { at: pointerTo('identities', name), message };
    }
  },
};
