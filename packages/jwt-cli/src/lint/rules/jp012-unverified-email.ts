import { matchersOf, together } from '../places.js';
import { pointerTo } from '../pointer.js';
import type { LintRule } from '../rule.js';

export const unverifiedEmail: LintRule = {
  id: 'JP012',
  title: 'An address that was not verified',
  severity: 'error',
  why: 'At many providers a user may write any address into a profile: without email_verified it proves nothing.',
  write: 'email_verified: { equals: true } next to email, or another claim: sub, the tenant, a group.',
  references: ['RFC 8725 §3.10', 'NHI4:2025', 'PR.AA-02', 'ASVS 10.3.3'],
  *find(linted) {
    for (const placed of matchersOf(linted)) {
      const { matchers, at } = placed;
      if (matchers['email'] === undefined || isPresence(matchers['email'])) continue;
      const verified = together(placed)['email_verified'] ?? [];
      if (verified.some(({ equals, in: several }) => several !== undefined || String(equals) === 'true'))
        continue;
      yield {
        at: `${at}${pointerTo('email')}`,
        message: 'The address is compared, and email_verified is not asked for.',
      };
    }
  },
};

function isPresence(matcher: object): boolean {
  return Object.keys(matcher).every((key) => key === 'present');
}
