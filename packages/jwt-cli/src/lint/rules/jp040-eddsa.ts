import { isList, pointerTo } from '../pointer.js';
import type { LintRule } from '../rule.js';

export const edDsa: LintRule = {
  id: 'JP040',
  title: 'EdDSA, where Ed25519 is meant',
  severity: 'hint',
  why: 'RFC 9864 deprecates EdDSA, which does not say which curve. Both names mean Ed25519 here.',
  write: 'Ed25519 in algs. Tokens and keys that say EdDSA still pass.',
  references: ['RFC 9864 §2.2'],
  *find({ document }) {
    for (const [name, { algs, keys }] of Object.entries(document.issuers)) {
      const lists: (readonly [at: string, algs: readonly string[] | undefined])[] = [
        [pointerTo('issuers', name, 'algs'), algs],
        ...(keys !== undefined && isList(keys)
          ? keys.map(
              (source, index) => [pointerTo('issuers', name, 'keys', index, 'algs'), source.algs] as const,
            )
          : []),
      ];
      for (const [at, written] of lists) {
        if (written?.includes('EdDSA') === true) yield { at, message: 'EdDSA is the older name of Ed25519.' };
      }
    }
  },
};
