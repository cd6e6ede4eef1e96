import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { BREAKS, misplaced, NOTATIONS, SECRETS, type Misplaced } from '../../test/misplaced-secrets.js';
import { explainRejection } from '../reload/policy-event.js';
import type { PolicyDocument } from './document.js';
import { definePolicy, parsePolicy } from './parse.js';
import { PolicyError } from './problems.js';

type Secret = string | number;

/** A third of a secret makes the rest easier to guess. */
function leakOf(error: unknown, secret: Secret): string | undefined {
  if (!(error instanceof PolicyError)) return error === undefined ? undefined : `threw ${String(error)}`;
  const said = inspect(error, { depth: 9 }) + JSON.stringify([error, explainRejection(error)]);
  const text = String(secret);
  const size = Math.ceil(text.length / 3);
  const parts = Array.from({ length: text.length - size + 1 }, (_, at) => text.slice(at, at + size));
  const leaked = parts.find((part) => said.includes(part));
  return leaked === undefined ? undefined : `${leaked} in ${error.message}`;
}

async function parseError(text: string): Promise<unknown> {
  return parsePolicy(text).then(
    () => undefined,
    (reason: unknown) => reason,
  );
}

function defineError(document: unknown): unknown {
  try {
    definePolicy(document as PolicyDocument);
    return undefined;
  } catch (error) {
    return error;
  }
}

async function leaksOf(
  secret: Secret,
  errorsOf: (misplaced: Misplaced, index: number) => Promise<readonly unknown[]>,
): Promise<readonly string[]> {
  const leaks: string[] = [];
  let index = 0;
  for (const each of misplaced(secret)) {
    for (const error of await errorsOf(each, index)) {
      const leak = leakOf(error, secret);
      if (leak !== undefined) leaks.push(`${each.name}: ${leak}`);
    }
    index += 1;
  }
  return leaks;
}

const STEP = process.env['ALL'] ? 1 : 59;
describe.each(SECRETS)('a secret in a wrong place is never printed: %s', (secret) => {
  it('by a policy in code', async () => {
    expect(await leaksOf(secret, async ({ document }) => [defineError(document)])).toEqual([]);
  }, 100000);

  it.each(Object.entries(NOTATIONS))(
    'by a policy in %s',
    async (_notation, write) => {
      const leaks = await leaksOf(secret, async ({ document }, i) =>
        i % STEP ? [] : [await parseError(write(document))],
      );
      expect(leaks).toEqual([]);
    },
    1000000,
  );

  it.each(Object.entries(BREAKS))(
    'by a text that is broken by %s',
    async (_break, damage) => {
      const leaks = await leaksOf(secret, async ({ document, name }, i) => {
        if (name.includes('as key') || i % STEP) return [];
        const text = NOTATIONS['YAML in blocks']?.(document) ?? '';
        const line = text.split('\n').findIndex((each) => each.includes(String(secret)));
        return [await parseError(damage(text, line))];
      });
      expect(leaks).toEqual([]);
    },
    1000000,
  );
});
