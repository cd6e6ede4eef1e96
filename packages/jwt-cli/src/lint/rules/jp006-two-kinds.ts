import type { ResolvedIssuer } from '@org/jwt-core/policy';
import { issOf } from '../places.js';
import { pointerTo } from '../pointer.js';
import type { LintRule } from '../rule.js';

export const twoKinds: LintRule = {
  id: 'JP006',
  title: 'Two entries of one issuer that take the same token',
  severity: 'error',
  why: 'The same token is a person in one service and a program in another, or passes with what one entry asks for where the other would refuse it.',
  write:
    'Let the two entries ask for different typ values, or for claims that exclude each other (require); or use one entry in all services.',
  references: ['RFC 8725 §2.8', 'RFC 8725 §3.12', 'NHI4:2025', 'PR.AA-04', 'ASVS 9.2.2'],
  *find({ model }) {
    const known = new Map<string, ResolvedIssuer>();
    for (const issuer of Object.values(model.issuers)) {
      const iss = issOf(issuer);
      const other = known.get(iss);
      if (other === undefined) known.set(iss, issuer);
      else if (takesSame(issuer, other)) {
        yield {
          at: pointerTo('issuers', issuer.name),
          message: `A token of ${JSON.stringify(iss)} can pass as one of "${issuer.name}" and as one of "${other.name}".`,
        };
      }
    }
  },
};

function takesSame(one: ResolvedIssuer, other: ResolvedIssuer): boolean {
  const types = new Set(one.types.map((type) => type.toLowerCase()));
  return (
    one.tokens === other.tokens &&
    other.types.some((type) => types.has(type.toLowerCase())) &&
    !areExclusive(one, other)
  );
}

/** Whether a claim must be one value here and another there, or be there and not. */
function areExclusive(one: ResolvedIssuer, other: ResolvedIssuer): boolean {
  return one.require.some(({ name, matcher }) =>
    other.require.some((theirs) => {
      if (theirs.name !== name) return false;
      const values = [matcher, theirs.matcher].map(({ equals, in: several }) =>
        equals === undefined ? several : [equals],
      );
      const [ours, others] = values;
      if (ours !== undefined && others !== undefined) return !ours.some((value) => others.includes(value));
      const presence = [matcher, theirs.matcher].map(({ present }) => present);
      return presence.includes(true) && presence.includes(false);
    }),
  );
}
