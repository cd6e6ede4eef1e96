import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi, type MockInstance } from 'vitest';
import { unobserved } from '../../../test/event-sinks.js';
import { broken, openLive } from '../../../test/live-policy.js';
import { NOW } from '../../../test/mint.js';
import { loginWith, ordersPolicy } from '../../../test/orders.js';
import { HeldSource, revision } from '../../../test/policy-sources.js';
import { type Verifier } from '../../verify/verifier.js';
import { createVerifier, type VerifierOptions } from '../../verify/create-verifier.js';
import type { LivePolicyOptions } from './live-policy.js';
import type { PolicyEvent } from './policy-event.js';
import { warnAboutPolicy } from './policy-warnings.js';

let warning: MockInstance<typeof process.emitWarning>;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  warning.mockClear();
});
afterEach(() => {
  vi.useRealTimers();
});

const codes = (): readonly unknown[] =>
  warning.mock.calls.map(([, options]) =>
    (options as { readonly code: string }).code.replace('JWT_POLICY_', ''),
  );
const texts = (): readonly unknown[] => warning.mock.calls.map(([text]) => text);

const SECRET = 'hunter2-hunter2-hunter2';
const KEPT =
  'What is in force, if anything is, stays in force. Give observers or onPolicyEvent to receive this yourself.';

/** What is warned of while a source, which had a good document, has these one after the other. */
async function warningsOf(
  contents: readonly (string | Error)[],
  options: Partial<LivePolicyOptions<string>> = {},
): Promise<readonly unknown[]> {
  const source = new HeldSource(revision('r1'));
  const { live } = await openLive(source, {
    events: unobserved<PolicyEvent>().orElse(warnAboutPolicy),
    ...options,
  });
  for (const content of contents) {
    source.content = content;
    vi.advanceTimersByTime(1_000);
    await live.refresh();
  }
  return codes();
}

describe('the warnings about a policy that is not observed', () => {
  it('warn once of a rejected document, however often it is read', async () => {
    expect(await warningsOf([broken(), broken(), broken()])).toEqual(['REJECTED']);
    expect(texts()).toEqual([
      `held: The document has 1 problem. It is unknown_key at 12:5 (/services/orders/audeince). ${KEPT}`,
    ]);
  });

  it('name the first of several problems', async () => {
    await warningsOf([broken().replace('accept:', 'acept:')]);
    expect(texts()).toEqual([
      `held: The document has 2 problems. The first is unknown_key at 12:5 (/services/orders/audeince). ${KEPT}`,
    ]);
  });

  it('warn of another rejection, and of the same one after a good document', async () => {
    const contents = [broken(), broken('x'), revision('r2'), broken()];
    expect(await warningsOf(contents)).toEqual(['REJECTED', 'REJECTED', 'REJECTED']);
  });

  it('have no pointer for a text that is not YAML', async () => {
    await warningsOf(['a: [']);
    expect(texts()[0]).toMatch(/^held: The document has 1 problem\. It is syntax at \d+:\d+\. /u);
  });

  it('warn once each of a document that is unreadable, stale, and confirmed again', async () => {
    const down = new Error('down');
    const options = { maxStaleMs: 2_500, onStale: 'deny' } as const;
    expect(await warningsOf([down, down, down, revision('r1')], options)).toEqual([
      'UNREADABLE',
      'STALE',
      'FRESH',
    ]);
    expect(texts()).toEqual([
      `held cannot be read: down. ${KEPT}`,
      'held was not confirmed in time. Every request is answered 503. Give observers or onPolicyEvent to receive this yourself.',
      'held is confirmed again.',
    ]);
  });

  it('say that a stale policy stays in force with onStale warn', async () => {
    const down = new Error('down');
    await warningsOf([down, down], { maxStaleMs: 1_500 });
    expect(texts().at(-1)).toContain('It stays in force.');
  });

  it('do not quote the document', async () => {
    await warningsOf([
      revision('r2').replace('{ discovery: oidc }', `{ hmac: ${SECRET} }`),
      revision(`"${SECRET}`),
    ]);
    expect(codes()).toEqual(['REJECTED', 'REJECTED']);
    expect(texts().join()).not.toContain('hunter2');
  });
});

async function open(source: HeldSource, options: Partial<VerifierOptions> = {}): Promise<Verifier> {
  const verifier = await createVerifier({ policy: source, service: 'orders', clock: () => NOW, ...options });
  onTestFinished(() => verifier.close());
  return verifier;
}

describe('a verifier', () => {
  it('warns of a document that does not fit, with the reason', async () => {
    const source = new HeldSource(revision('r1'));
    await open(source);
    source.change(revision('r2').replace('orders:', 'payments:'));
    await vi.waitFor(() => expect(codes()).toEqual(['REJECTED']));
    expect(texts()[0]).toContain('There is no service named "orders"');
  });

  it('fails at start with an error and without a warning', async () => {
    await expect(open(new HeldSource(broken()))).rejects.toThrow('1 problem');
    expect(warning).not.toHaveBeenCalled();
  });

  it('warns where it starts without a policy', async () => {
    await open(new HeldSource(broken()), { startWithoutPolicy: 'unavailable' });
    expect(codes()).toEqual(['REJECTED']);
  });

  it('does not warn where it is observed', async () => {
    const source = new HeldSource(revision('r1'));
    const onPolicyEvent = vi.fn();
    await open(source, { onPolicyEvent });
    source.change(broken());
    await vi.waitFor(() => expect(onPolicyEvent).toHaveBeenCalledTimes(2));
    expect(warning).not.toHaveBeenCalled();
  });
});

describe('the description of a verifier', () => {
  it('says why there is no newer policy, since when, and where to look', async () => {
    const source = new HeldSource(revision('r1'));
    let now = NOW;
    const verifier = await open(source, { clock: () => now });
    expect(verifier.describe().rejection).toBeUndefined();
    source.change(broken());
    const rejection = {
      type: 'rejected',
      since: '2026-11-23T12:00:00.000Z',
      reason: 'The document has 1 problem.',
      problems: 1,
      first: { code: 'unknown_key', pointer: '/services/orders/audeince', line: 12, column: 5 },
    };
    await vi.waitFor(() => expect(verifier.describe().rejection).toEqual(rejection));

    now = NOW + 60_000;
    source.change(broken());
    source.change(new Error('down'));
    await vi.waitFor(() =>
      expect(verifier.describe().rejection).toEqual({
        type: 'unreadable',
        since: '2026-11-23T12:01:00.000Z',
        reason: 'down',
        problems: 0,
      }),
    );
    source.change(revision('r2'));
    await vi.waitFor(() => expect(verifier.describe()).toMatchObject({ policy: { revision: 'r2' } }));
    expect(verifier.describe().rejection).toBeUndefined();
  });

  it('keeps the time of a rejection that is repeated', async () => {
    const source = new HeldSource(broken());
    let now = NOW;
    const { live } = await openLive(source, { events: unobserved(), clock: () => now });
    now = NOW + 60_000;
    await live.refresh();
    expect(live.rejection?.since).toBe('2026-11-23T12:00:00.000Z');
  });

  it('never holds text of the document, and is short', async () => {
    const source = new HeldSource(revision('r1'));
    const verifier = await open(source);
    const long = `x${'y'.repeat(5_000)}`;
    source.change(revision('r2').replace('algs: [ES256]', `algs: [ES256]\n    ${long}: ${SECRET}`));
    await vi.waitFor(() => expect(verifier.describe().rejection?.type).toBe('rejected'));
    const text = JSON.stringify(verifier.describe());
    expect(text).not.toContain('hunter2');
    expect(text.length).toBeLessThan(2_000);
  });

  it('has no rejection for a policy that was made in code', async () => {
    const verifier = await createVerifier({
      policy: ordersPolicy({ login: loginWith({ discovery: 'oidc' }) }),
    });
    expect(verifier.describe()).toHaveProperty('rejection', undefined);
  });
});
