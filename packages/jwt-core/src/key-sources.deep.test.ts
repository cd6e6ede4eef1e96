/** Random policies decide the same when the one source of an issuer's keys is written as a list. */

import { describe, expect, it } from 'vitest';
import { compare, tell } from '../test/reference/compare.js';
import { pairsOf } from '../test/reference/keyring.js';
import type { World } from '../test/reference/worlds.js';
import type { IssuerDocument, KeySource, ListedKeySource } from './policy/document/document.js';
import { isList } from './policy/document/list-of.js';

const COUNT = 5_000;

type Listed = (source: ListedKeySource) => readonly ListedKeySource[];

/** The same world, with the keys of every issuer in a list. */
function withSources({ document, keys }: World, listed: Listed): World {
  const issuers = Object.entries(document.issuers).map(([name, issuer]): [string, IssuerDocument] => {
    const { algs = [] } = issuer;
    return [name, { ...issuer, keys: listed({ ...onlySource(issuer), algs }) }];
  });
  return { document: { ...document, issuers: Object.fromEntries(issuers) }, keys };
}

function onlySource({ keys = {} }: IssuerDocument): KeySource {
  if (isList(keys)) throw new Error('The world has lists already.');
  return keys;
}

/** Keys of no issuer. Before the clocks of the worlds, they have been taken out of use. */
const STRANGER = {
  jwks: { keys: pairsOf('stranger').map(({ jwk }, index) => ({ ...jwk, kid: `k${String(index)}` })) },
  until: '2026-11-20',
};

const FORMS: Readonly<Record<string, Listed>> = {
  'a list of one': (source) => [source],
  'a list of one that ends later': (source) => [{ ...source, until: '2036-11-23' }],
  'the same source twice': (source) => [source, source],
  'a source before it that has ended': (source) => [{ ...STRANGER, algs: source.algs }, source],
};

describe('the keys of an issuer', () => {
  it.each(Object.entries(FORMS))(
    'decide as one source where they are %s',
    async (_form, listed) => {
      const result = await compare(COUNT, undefined, (made) => withSources(made, listed));
      expect(result.difference === undefined ? '' : tell(result)).toBe('');
      expect(result.coverage['allow'] ?? 0, JSON.stringify(result.coverage)).toBeGreaterThan(COUNT / 20);
    },
    120_000,
  );
});
