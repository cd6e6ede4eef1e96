import { pointerTo } from '../pointer.js';
import type { LintRule } from '../rule.js';

export const identityByIssuer: LintRule = {
  id: 'JP045',
  title: 'An identity that is every token of its issuer',
  severity: 'warning',
  why: 'It asks for what every token of the issuer has: any program of that issuer is this identity.',
  write:
    'A claim that names this one program: sub, client_id, an id of the repository or the service account.',
  references: ['RFC 8725 §3.8', 'NHI5:2025', 'PR.AA-02'],
  *find({ document }) {
    for (const [name, { require = {}, actor }] of Object.entries(document.identities ?? {})) {
      const claims = Object.entries(require);
      const saysNothing = claims.every(
        ([claim, matcher]) =>
          claim === 'iss' || claim === 'aud' || Object.keys(matcher).every((key) => key === 'present'),
      );
      if (actor !== undefined || !saysNothing) continue;
      const asked = claims.map(([claim]) => claim).join(', ');
      yield {
        at: pointerTo('identities', name, 'require'),
        message: `"${name}" only asks for ${asked}, which each of its issuer's tokens may have.`,
      };
    }
  },
};
