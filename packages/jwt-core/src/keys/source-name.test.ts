import { describe, expect, it } from 'vitest';
import type { KeySourcePolicy } from './key-issuer.js';
import { nameOfKey, nameOfSource } from './source-name.js';

type Row = readonly [
  kind: KeySourcePolicy['kind'],
  number: KeySourcePolicy['number'],
  key: readonly [number: number | undefined, count: number],
  source: string,
  name: string,
];

describe('the name of a source and of its keys', () => {
  it.each<Row>([
    ['discovery', [1, 1], [undefined, 3], 'discovery', 'discovery'],
    ['jwksUri', [2, 3], [undefined, 3], 'jwksUri 2 of 3', 'jwksUri 2 of 3'],
    ['secret', [1, 1], [undefined, 1], 'secret', 'secret'],
    ['secret', [1, 1], [2, 2], 'secret', 'secret 2 of 2'],
    ['secret', [1, 2], [2, 3], 'secret 1 of 2', 'secret 1 of 2, key 2 of 3'],
    ['file', [1, 1], [2, 3], 'file', 'file, key 2 of 3'],
    ['file', [2, 2], [1, 2], 'file 2 of 2', 'file 2 of 2, key 1 of 2'],
  ])('%s, %j, key %j: %s, %s', (kind, number, [key, count], source, name) => {
    const policy = { kind, number };
    expect([nameOfSource(policy), nameOfKey(policy, key, count)]).toEqual([source, name]);
  });
});
