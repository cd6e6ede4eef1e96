/** What shows the kind of token: typ, alg, and the claims that are asked where typ says nothing. */

import { pointerTo } from '../../lint/pointer.js';
import type { Accepted } from '../issuers-for.js';
import { claim, type ClaimTest, type TokenTest } from './claim-test.js';

/** Claims that ID tokens alone have: OpenID Connect Core §2, §3.3.2.11. */
const ONLY_IN_ID_TOKENS = ['nonce', 'at_hash', 'c_hash', 's_hash'] as const;

/** Where the header can be seen: its typ and alg, and what stands in for a typ that says nothing. */
export function kindTests({ issuer, at }: Accepted): TokenTest {
  const place = `${at}${pointerTo('typ')}`;
  const algs = header('alg', spellings(issuer.algorithms), `${at}${pointerTo('algs')}`);
  const types = issuer.types.map(withoutApplication);
  const clear = types.filter((type) => type !== 'jwt');
  const unclear = types.filter((type) => type === 'jwt');
  const says = (names: readonly string[]): readonly TokenTest[] =>
    names.length === 0
      ? []
      : [
          header(
            'typ',
            names.flatMap((name) => [name, `application/${name}`]),
            place,
            true,
          ),
        ];
  const absent: ClaimTest = {
    part: 'header',
    path: ['typ'],
    is: { kind: 'present' },
    negated: true,
    at: place,
  };
  const saysNothing = [...says(unclear), ...(issuer.typeOptional ? [absent] : [])];
  return {
    all: [
      algs,
      {
        any: [
          ...says(clear),
          ...(saysNothing.length === 0 ? [] : [{ all: [{ any: saysNothing }, shownTests({ issuer, at })] }]),
        ],
      },
    ],
  };
}

/** What a token shows by its claims, where its typ says nothing, or cannot be seen. */
export function shownTests({ issuer, at }: Pick<Accepted, 'issuer' | 'at'>): TokenTest {
  if (issuer.shownBy.length === 0) return { all: [] };
  const place = `${at}${pointerTo('lacks')}`;
  return {
    all: [
      ...issuer.shownBy.map((path) => claim(path, { kind: 'present' }, place)),
      ...ONLY_IN_ID_TOKENS.map((name) => claim([name], { kind: 'present' }, place, true)),
    ],
  };
}

function header(name: string, values: readonly string[], at: string, ignoresCase = false): ClaimTest {
  return { part: 'header', path: [name], is: { kind: 'oneOf', values, ignoresCase }, negated: false, at };
}

function withoutApplication(type: string): string {
  return type.toLowerCase().replace(/^application\//u, '');
}

/** RFC 9864: `Ed25519` is the newer name of what most libraries write as `EdDSA`. */
function spellings(algorithms: readonly string[]): readonly string[] {
  const isEdwards = algorithms.some((alg) => alg === 'EdDSA' || alg === 'Ed25519');
  return [...new Set([...algorithms, ...(isEdwards ? ['EdDSA', 'Ed25519'] : [])])];
}
