import type { IssuerDocument, Rule } from '@org/jwt-core/policy';
import { listed } from '../../terminal/words.js';
import { rulesOf } from '../places.js';
import { pointerTo } from '../pointer.js';
import type { Linted, LintRule } from '../rule.js';

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
      if (
        signers(linted, operation.service, written).every((name) => isPinned(linted.document.issuers[name]))
      )
        continue;
      if (written.scopes === undefined && written.roles === undefined) {
        yield { at, message: 'Any workload of an accepted issuer may do this.' };
      } else {
        const message = 'Any workload that the issuer has granted this may do it: it has no name here.';
        yield { at, message, severity: 'hint' };
      }
    }
    for (const [name, used] of services) {
      if (used.size <= MAX_SERVICES) continue;
      const message = `"${name}" may enter ${String(used.size)} services: ${listed([...used])}.`;
      yield { at: pointerTo('identities', name), message };
    }
  },
};

/** The issuers whose programs a rule takes. */
function signers({ model }: Linted, service: string, { issuer }: Rule): readonly string[] {
  const { accept = [] } = model.services[service] ?? {};
  return accept
    .map(({ issuer: name }) => name)
    .filter((name) => (issuer ?? name) === name && model.issuers[name]?.principal !== 'user');
}

/** Whether the issuer itself takes the tokens of a few programs alone. */
function isPinned(issuer: IssuerDocument | undefined): boolean {
  return Object.values(issuer?.require ?? {}).some(
    ({ equals, in: several }) => (equals ?? several) !== undefined,
  );
}
