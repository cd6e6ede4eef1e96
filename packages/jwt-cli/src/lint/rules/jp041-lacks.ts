import type { Lacks } from '@org/jwt-core/policy';
import { listed } from '../../terminal/words.js';
import { pointerTo } from '../pointer.js';
import type { LintRule } from '../rule.js';

export const lacks: LintRule = {
  id: 'JP041',
  title: 'What an issuer lacks',
  severity: 'warning',
  why: 'Each lack is an exception to the base rules. Its substitute holds, and is weaker, or only true for this provider: a reviewer should have seen it.',
  write:
    'What the provider can be made to write; else waive this finding at the place, with the reason. A profile that is known needs no lacks.',
  references: ['RFC 8725 §3.11', 'ID.RA-07'],
  *find({ document }) {
    for (const [name, { lacks: written = {} }] of Object.entries(document.issuers)) {
      for (const [claim, substitute] of Object.entries(describe(written))) {
        const at = pointerTo('issuers', name, 'lacks', claim);
        yield { at, message: `The tokens of "${name}" lack ${substitute}.` };
      }
    }
  },
};

function describe({ typ, iat, sub, aud, shortLife }: Lacks): Readonly<Record<string, string>> {
  return {
    ...(typ && { typ: `typ; ${listed(typ.shownBy)} show that they are access tokens` }),
    ...(iat && { iat: `iat; exp may be at most ${iat.maxRemaining} ahead instead` }),
    ...(sub && { sub: 'sub where they are for a program, which its client names' }),
    ...(aud && {
      aud: `aud; ${'pinnedBy' in aud ? `${aud.pinnedBy} is pinned` : 'a scope names the service'} instead`,
    }),
    ...(shortLife && { shortLife: `a short life: ${shortLife.maxLifetime}, until ${shortLife.until}` }),
  };
}
