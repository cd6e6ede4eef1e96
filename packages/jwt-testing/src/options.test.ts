import { ConfigurationError } from '@org/jwt-core';
import { describe, expect, it } from 'vitest';
import { createTestIssuer, runConformance, runMatrix, stubAllowed } from './index.js';
import { attackMatrix, placeMatrix } from './attacks/index.js';
import { edgeCaseMatrix } from './edge-cases/index.js';

/** Every function that takes options, with a misspelt option, and the option that was meant. */
const MISSPELT: readonly (readonly [name: string, call: () => unknown, meant: string])[] = [
  ['createTestIssuer', () => createTestIssuer({ lifetme: 60 } as never), 'lifetime'],
  ['attackMatrix', () => attackMatrix({ condition: 'all' } as never), 'conditions'],
  ['edgeCaseMatrix', () => edgeCaseMatrix({ condition: 'all' } as never), 'conditions'],
  ['stubAllowed', () => stubAllowed({ scope: [] } as never), 'scopes'],
  ['placeMatrix', () => placeMatrix({ cookies: 'token' } as never), 'cookie'],
  ['runMatrix', () => runMatrix({ row: [] } as never), 'rows'],
  ['runConformance', () => runConformance({ case: [] } as never), 'cases'],
  [
    'mint',
    async () => {
      await using issuer = await createTestIssuer();
      return await issuer.mint({}, { headr: {} } as never);
    },
    'header',
  ],
];

async function failureOf(call: () => unknown): Promise<unknown> {
  try {
    await call();
    return undefined;
  } catch (error) {
    return error;
  }
}

describe.each(MISSPELT)('%s', (name, call, meant) => {
  it('rejects a misspelt option, and names the option that was meant', async () => {
    const error = await failureOf(call);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(String(error)).toContain(`${name}: there is no option`);
    expect(String(error)).toContain(`Did you mean "${meant}"?`);
  });
});

it.each([attackMatrix, edgeCaseMatrix])('%o rejects an unknown condition', (matrix) => {
  expect(() => matrix({ conditions: ['scope'] as never })).toThrow('conditions: expected "all" or a list of');
});
