import { operationsOf } from '../places.js';
import { pointerTo } from '../pointer.js';
import type { LintRule } from '../rule.js';

const READS: ReadonlySet<string> = new Set(['GET', 'OPTIONS']);

export const publicWrite: LintRule = {
  id: 'JP015',
  title: 'A public operation that writes, or takes every path',
  severity: 'error',
  why: 'A public operation reads no token: anyone may call it, and a subtree at the root opens all that is added to the service later.',
  write:
    'auth: required or auth: optional with rules; for static files a subtree of their own, such as GET /assets/{path...}.',
  references: ['NHI5:2025', 'PR.AA-05'],
  *find(linted) {
    for (const { resolved, at } of operationsOf(linted)) {
      const { auth, route } = resolved;
      if (auth !== 'public' || route === undefined) continue;
      const [method = '', path = ''] = route.split(' ');
      const place = `${at}${pointerTo('route')}`;
      if (!READS.has(method))
        yield { at: place, message: `${method} changes something, and no token is asked for.` };
      if (/^\/\{[^}]*\.\.\.\}$/u.test(path))
        yield { at: place, message: 'Every path of the service is public that no other operation names.' };
    }
  },
};
