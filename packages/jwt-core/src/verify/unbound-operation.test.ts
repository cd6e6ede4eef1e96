/** A policy that comes in force, and the operations that the program has bound before. */

import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { NOW } from '../../test/mint.js';
import { HeldSource, revision } from '../../test/policy-sources.js';
import { ConfigurationError } from '../options/configuration-error.js';
import type { PolicyEvent } from '../policy/source/policy-event.js';
import { createVerifier, type VerifierOptions } from './create-verifier.js';
import type { Verifier } from './verifier.js';

const warned: unknown[][] = [];
beforeEach(() => {
  warned.length = 0;
  vi.spyOn(process, 'emitWarning').mockImplementation((...args) => void warned.push(args));
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** A revision whose one operation has another name. */
const renamed = (name: string, operation = 'listAll'): string =>
  revision(name).replace('      list:', `      ${operation}:`);

const unbound = (operations: readonly string[], policy: string): object => ({
  type: 'policy.unbound_operation',
  location: 'held',
  time: new Date(NOW).toISOString(),
  policy: expect.objectContaining({ revision: policy }) as object,
  operations,
});

async function open(
  source: HeldSource,
  options: Partial<VerifierOptions> = {},
): Promise<{ readonly verifier: Verifier; readonly events: PolicyEvent[] }> {
  const events: PolicyEvent[] = [];
  const verifier = await createVerifier({
    policy: source,
    service: 'orders',
    clock: () => NOW,
    onPolicyEvent: (event) => events.push(event),
    ...options,
  });
  onTestFinished(() => verifier.close());
  return { verifier, events };
}

async function change(source: HeldSource, text: string, verifier: Verifier): Promise<void> {
  const { loadedAt, policy } = verifier.describe();
  source.change(text);
  await vi.waitFor(() => {
    expect(verifier.describe().policy?.digest).not.toBe(policy?.digest);
  });
  expect(verifier.describe().loadedAt).toBe(loadedAt ?? new Date(NOW).toISOString());
}

it('reports operations that are bound and renamed, at once, and denies their requests', async () => {
  const source = new HeldSource(revision('r1'));
  const { verifier, events } = await open(source);
  verifier.requireOperation('list');
  await change(source, renamed('r2'), verifier);
  expect(events.map(({ type }) => type)).toEqual([
    'policy.activated',
    'policy.activated',
    'policy.unbound_operation',
  ]);
  expect(events[2]).toEqual(unbound(['list'], 'r2'));
  expect(warned).toEqual([]);
  const request = { method: 'GET', target: '/orders', rawHeaders: [] };
  expect(await verifier.decide(request, { operation: 'list' })).toMatchObject({ outcome: 'deny' });
  expect(() => verifier.requireOperation('list')).toThrow(ConfigurationError);
});

it('reports it again for each policy that does not have them, and not any more where one has', async () => {
  const source = new HeldSource(revision('r1'));
  const { verifier, events } = await open(source);
  verifier.requireOperation('list');
  await change(source, renamed('r2'), verifier);
  await change(source, renamed('r3'), verifier);
  await change(source, revision('r4'), verifier);
  expect(events.filter(({ type }) => type === 'policy.unbound_operation')).toEqual([
    unbound(['list'], 'r2'),
    unbound(['list'], 'r3'),
  ]);
});

it('reports nothing for operations that are not bound', async () => {
  const source = new HeldSource(revision('r1'));
  const { verifier, events } = await open(source);
  expect(() => verifier.requireOperation('listOrders')).toThrow(ConfigurationError);
  await change(source, renamed('r2'), verifier);
  expect(events.map(({ type }) => type)).toEqual(['policy.activated', 'policy.activated']);
});

it('compares the first policy with what was bound while there was none', async () => {
  const source = new HeldSource(new Error('down'));
  const { verifier, events } = await open(source, { startWithoutPolicy: 'unavailable' });
  for (const name of ['list', 'listAll', 'list', 'cancel']) verifier.requireOperation(name);
  await change(source, revision('r1'), verifier);
  expect(events.at(-1)).toEqual(unbound(['listAll', 'cancel'], 'r1'));
});

it('warns where the policy is not observed', async () => {
  const source = new HeldSource(revision('r1'));
  const verifier = await createVerifier({ policy: source, service: 'orders', clock: () => NOW });
  onTestFinished(() => verifier.close());
  verifier.requireOperation('list');
  await change(source, renamed('r2'), verifier);
  expect(warned).toEqual([
    [
      'held does not have "list". The program has bound these operations, and their requests are denied. ' +
        'Give observers or onPolicyEvent to receive this yourself.',
      { code: 'JWT_POLICY_UNBOUND_OPERATION' },
    ],
  ]);
});
