/** Compares what both documents say of a request without a token. */

import { forBoth, type Both, type Difference } from './difference.js';
import { pointerTo } from '../lint/pointer.js';
import type { Side } from './side.js';
import type { Case } from './worlds.js';

/** A public operation takes any request, and an optional one those without a token. */
export async function compareAnonymous(
  { service, operation, operations }: Omit<Case, 'world'>,
  sides: Both<Side>,
): Promise<readonly Difference[]> {
  const auth = forBoth((version) => operations[version]?.auth);
  if (operation === undefined || auth.old === auth.new) return [];
  const [old, young] = await Promise.all(
    (['old', 'new'] as const).map((version) => sides[version].verdict(undefined, { service, operation })),
  );
  if (old === undefined || young === undefined) return [];
  const at = pointerTo('services', service, 'operations', operation);
  const common = { service, operation, issuer: undefined, aspect: 'auth', at } as const;
  const witness = { token: undefined, tenant: undefined, verdicts: { old, new: young } };
  const isPublic = auth.old === 'public' || auth.new === 'public';
  if (old.outcome === young.outcome) {
    // One of the two is public, and the other optional: of tokens, a public operation reads none.
    if (!isPublic || auth.old === undefined || auth.new === undefined) return [];
    return [
      auth.new === 'public'
        ? {
            ...common,
            effect: 'widened',
            message: 'Bad tokens are accepted: the operation is public now.',
            document: 'new',
            witness: undefined,
          }
        : {
            ...common,
            effect: 'narrowed',
            message: 'Bad tokens are refused: the operation is not public any more.',
            document: 'new',
            witness: undefined,
          },
    ];
  }
  const whose = isPublic ? 'Requests without a token, or with any' : 'Requests without a token';
  return [
    young.outcome === 'allow'
      ? {
          ...common,
          effect: 'widened',
          message: `${whose}, are accepted.`.replace('token, are', 'token are'),
          document: 'new',
          witness,
        }
      : {
          ...common,
          effect: 'narrowed',
          message: `${whose}, are refused.`.replace('token, are', 'token are'),
          document: 'old',
          witness,
        },
  ];
}
