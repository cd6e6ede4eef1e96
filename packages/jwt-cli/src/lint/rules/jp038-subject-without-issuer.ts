import { rulesOf } from '../places.js';
import { pointerTo } from '../pointer.js';
import type { LintRule } from '../rule.js';

export const subjectWithoutIssuer: LintRule = {
  id: 'JP038',
  title: 'A person by sub or email, under any issuer',
  severity: 'warning',
  why: 'Two issuers can give the same sub, or the same address, to two people: an account at the weaker one becomes the other.',
  write: 'issuer: NAME in the rule, or an identity, which has one.',
  references: ['RFC 8725 §3.8', 'ASVS 10.3.3', 'PR.AA-02'],
  *find(linted) {
    for (const { written, operation, at } of rulesOf(linted)) {
      const accepted = linted.model.services[operation.service]?.accept.length ?? 0;
      if (accepted < 2 || written.issuer !== undefined || written.identity !== undefined) continue;
      const claim = ['sub', 'email'].find((name) => written.where?.[name] !== undefined);
      if (claim === undefined) continue;
      yield {
        at: `${at}${pointerTo('where', claim)}`,
        message: `${String(accepted)} issuers are accepted here, and ${claim} may be the same at two of them.`,
      };
    }
  },
};
