import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { unobserved } from '../../../test/event-sinks.js';
import { revisionOf } from '../../../test/live-policy.js';
import { NOW } from '../../../test/mint.js';
import { HeldSource, revision, temporaryFolder } from '../../../test/policy-sources.js';
import { parsePolicy } from '../policy.js';
import { PolicyError } from '../policy-error.js';
import { ConfigurationError } from '../../options/configuration-error.js';
import { openPolicy, type HeldPolicy, type PolicyOptions } from './open-policy.js';

/** What is not in force any more. */
const retired: string[] = [];
beforeEach(() => {
  retired.length = 0;
});

/** Opens a policy to the end of the test. What a policy becomes is just its revision. */
async function open(options: PolicyOptions): Promise<HeldPolicy<string>> {
  const held = await openPolicy(options, {
    clock: () => NOW,
    activate: (policy) => Promise.resolve(revisionOf(policy)),
    retire: (context) => void retired.push(context),
    unbound: () => [],
    events: unobserved(),
  });
  onTestFinished(() => held.close());
  return held;
}

function policyFile(text = revision('r1')): string {
  const file = join(temporaryFolder(), 'policy.yaml');
  writeFileSync(file, text);
  return file;
}

describe('a policy', () => {
  it('comes from a file', async () => {
    const policy = policyFile();
    expect(await open({ policy })).toMatchObject({
      location: policy,
      state: 'active',
      current: { context: 'r1' },
    });
  });

  it('comes from a source', async () => {
    const held = await open({ policy: new HeldSource(revision('r1')) });
    expect(held).toMatchObject({ location: 'held', state: 'active', current: { context: 'r1' } });
  });

  it('may have been made before', async () => {
    const policy = await parsePolicy(revision('r1'));
    const held = await open({ policy });
    const stamp = { name: 'shop', revision: 'r1', digest: policy.digest };
    const current = { context: 'r1', stamp, loadedAt: NOW };
    expect(held).toMatchObject({ location: 'policy', state: 'active', current, latest: current });
  });

  it('is read once with reload: false', async () => {
    const source = new HeldSource(revision('r1'));
    const held = await open({ policy: source, reload: false });
    source.change(revision('r2'));
    expect([held.current?.context, source.asked.length, source.watchers]).toEqual(['r1', 1, 0]);
    expect(retired).toEqual([]);
    held.close();
    expect(retired).toEqual(['r1']);
  });

  it('of a file is read as often as the options say', async () => {
    const held = await open({
      policy: policyFile(),
      reload: { everyMs: 100, maxStaleMs: 101, onStale: 'deny' },
    });
    expect(held.state).toBe('active');
  });
});

it('does not keep the process alive', async () => {
  const timers = vi.spyOn(globalThis, 'setTimeout');
  await open({ policy: policyFile(), reload: { maxStaleMs: 60_000 } });
  const timersLeft = timers.mock.results.map(({ value }) => value as NodeJS.Timeout);
  expect(timersLeft.map((timer) => timer.hasRef())).toEqual([false, false]); // a read, and the next one
  expect(process.getActiveResourcesInfo()).not.toContain('FSEventWrap');
});

describe('without a valid policy at start', () => {
  const missing = '/nowhere/policy.yaml';

  it.each([
    ['a file that is not there', () => missing, 'The document cannot be read: there is no such file.'],
    ['a document with problems', () => policyFile('a: 1\n'), 'is not a valid policy'],
    ['no path', () => '', 'Is an environment variable unset?'],
  ])('nothing starts: %s', async (_what, file, message) => {
    const opening = open({ policy: file() });
    await expect(opening).rejects.toThrow(PolicyError);
    await expect(opening).rejects.toThrow(message);
  });

  it('nothing starts, and the source is not watched any more', async () => {
    const source = new HeldSource(new Error('down'));
    await expect(open({ policy: source })).rejects.toThrow('The document cannot be read: down.');
    expect(source.watchers).toBe(0);
  });

  it('is unavailable with startWithoutPolicy: unavailable', async () => {
    const held = await open({ policy: missing, startWithoutPolicy: 'unavailable' });
    expect([held.state, held.current, held.location]).toEqual(['unavailable', undefined, missing]);
  });

  it('rejects with ConfigurationError where the policy does not fit', async () => {
    const opening = openPolicy(
      { policy: new HeldSource(revision('r1')) },
      {
        clock: () => NOW,
        activate: () => Promise.reject(new ConfigurationError('There is no service named "order".')),
        retire: () => undefined,
        unbound: () => [],
        events: unobserved(),
      },
    );
    await expect(opening).rejects.toThrow(new ConfigurationError('There is no service named "order".'));
  });
});

describe('options that contradict each other are rejected', () => {
  const source = new HeldSource(revision('r1'));
  const made = (): Promise<PolicyOptions['policy']> => parsePolicy(revision('r1'));

  it.each<[string, Partial<PolicyOptions> | (() => Promise<PolicyOptions>), string]>([
    ['no policy', { policy: undefined as never }, 'policy: expected the path'],
    [
      'a document that was not checked',
      { policy: { kind: 'JwtPolicy' } as never },
      'policy: expected the path',
    ],
    ['an interval for a source', { reload: { everyMs: 5 } }, 'reload.everyMs: a source has its own'],
    [
      'a source without an interval',
      { policy: Object.assign(new HeldSource(''), { everyMs: 0 }) },
      'everyMs of the source',
    ],
    [
      'a time that is none',
      { reload: { maxStaleMs: Number.NaN } },
      'reload.maxStaleMs: expected milliseconds',
    ],
    [
      'less than one interval',
      { reload: { maxStaleMs: 10_000 } },
      'reload.maxStaleMs: expected more than 10000',
    ],
    ['a denial without a time', { reload: { onStale: 'deny' } }, 'set reload.maxStaleMs as well'],
    [
      'waiting without reading',
      { startWithoutPolicy: 'unavailable', reload: false },
      'a policy would never arrive',
    ],
    [
      'waiting for what is there',
      async () => ({ policy: await made(), startWithoutPolicy: 'unavailable' }),
      'a policy would never arrive',
    ],
    [
      'reloading what was made',
      async () => ({ policy: await made(), reload: { everyMs: 5 } }),
      'was made before',
    ],
  ])('%s', async (_what, options, message) => {
    const opening = open(typeof options === 'function' ? await options() : { policy: source, ...options });
    await expect(opening).rejects.toThrow(ConfigurationError);
    await expect(opening).rejects.toThrow(message);
    expect(source.watchers).toBe(0);
  });
});
