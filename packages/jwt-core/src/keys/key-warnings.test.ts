import { beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import { createSigner, NOW } from '../../test/mint.js';
import { loginWith, ordersPolicy } from '../../test/orders.js';
import { createVerifier } from '../verify/create-verifier.js';
import { MAX_WARNING_LENGTH } from '../io/warning.js';
import type { KeyEvent, KeyEventSink, KeyEventBody } from './key-event.js';
import { createKeyWarnings, MAX_REPORTED } from './key-warnings.js';

let warning: MockInstance<typeof process.emitWarning>;
let take: KeyEventSink;
let reset: () => void;
beforeEach(() => {
  warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  warning.mockClear();
  ({ take, reset } = createKeyWarnings());
});

/** The codes of the warnings, without what they have in common. */
const codes = (): readonly unknown[] =>
  warning.mock.calls.map(([, options]) =>
    (options as { readonly code: string }).code.replace('JWT_POLICY_', ''),
  );
const texts = (): readonly unknown[] => warning.mock.calls.map(([text]) => text);

const event = (body: KeyEventBody, iss = 'https://id.example'): KeyEvent => ({
  time: '2026-11-23T12:00:00.000Z',
  issuer: 'login',
  iss,
  source: 'discovery',
  ...body,
});
const failed = (serving: boolean, failures = 1): KeyEventBody => ({
  type: 'keys.failed',
  reason: 'status 500',
  failures,
  retryMs: 5_000,
  serving,
});
const RECOVERED: KeyEventBody = { type: 'keys.recovered', failures: 3, outageMs: 60_000 };
const FETCHED: KeyEventBody = { type: 'keys.fetched', keys: 1, freshMs: 600_000 };
const STALE: KeyEventBody = { type: 'keys.stale', servingMs: 3_600_000 };
const rejected = (keyId: string): KeyEventBody => ({
  type: 'keys.rejected',
  keyId,
  reason: 'the key is malformed',
});

describe('without onKeyEvent', () => {
  it.each<[string, readonly KeyEventBody[], readonly string[]]>([
    [
      'one, for an issuer that fails several times',
      [failed(true), failed(true, 2), failed(true, 3)],
      ['KEYS_FAILED'],
    ],
    [
      'another, once its keys have expired',
      [failed(true), failed(false, 9), failed(false, 10)],
      ['KEYS_FAILED', 'KEYS_FAILED'],
    ],
    ['one, for its recovery', [failed(false), RECOVERED, FETCHED], ['KEYS_FAILED', 'KEYS_RECOVERED']],
    [
      'one again, for a failure after a recovery',
      [failed(false), RECOVERED, FETCHED, failed(true)],
      ['KEYS_FAILED', 'KEYS_RECOVERED', 'KEYS_FAILED'],
    ],
    ['one, for stale keys', [failed(true), STALE], ['KEYS_FAILED', 'KEYS_STALE']],
    ['one, for a rejected key', [rejected('k1'), rejected('k1')], ['KEY_REJECTED']],
    ['one for each rejected key', [rejected('k1'), rejected('k2')], ['KEY_REJECTED', 'KEY_REJECTED']],
    [
      'none, for a fetch and a rotation',
      [FETCHED, { type: 'keys.rotated', added: ['a'], removed: ['b'] }],
      [],
    ],
    ['none, for what follows a failure that was not reported', [STALE, RECOVERED], []],
  ])('sends %s', (_what, bodies, expected) => {
    bodies.forEach((each) => take(event(each)));
    expect(codes()).toEqual(expected);
  });

  it('says in a warning what happened, what it means and what to do', () => {
    [
      failed(false),
      STALE,
      RECOVERED,
      rejected('k1'),
      { type: 'keys.rejected', reason: 'weak' } as const,
    ].forEach((each) => take(event(each)));
    expect(texts()).toEqual([
      'The keys of login (https://id.example) cannot be fetched: status 500. Its tokens are answered 503. Give observers or onKeyEvent to receive this yourself.',
      'The keys of login (https://id.example) are stale, and are used for 3600 seconds more. Give observers or onKeyEvent to receive this yourself.',
      'The keys of login (https://id.example) can be fetched again.',
      'The key k1 of login (https://id.example) is rejected: the key is malformed. Give observers or onKeyEvent to receive this yourself.',
      'The key (no kid) of login (https://id.example) is rejected: weak. Give observers or onKeyEvent to receive this yourself.',
    ]);
    take(event(failed(true)));
    expect(texts().at(-1)).toContain('Keys that were fetched before are still used.');
  });

  it('sends a bounded number of warnings about tenants whose keys cannot be fetched', () => {
    const tenants = Array.from({ length: 1_000 }, (_, index) => `https://id.example/${String(index)}`);
    for (const iss of tenants) take(event(failed(false), iss));
    expect(warning).toHaveBeenCalledTimes(MAX_REPORTED + 1);
    expect(texts().at(-1)).toContain('more tenants of login');
    warning.mockClear();
    for (const iss of tenants) take(event(failed(false, 2), iss));
    expect(warning).not.toHaveBeenCalled();
    take(event(RECOVERED, tenants[0]));
    take(event(failed(false), tenants[0]));
    expect(codes()).toEqual(['KEYS_RECOVERED', 'KEYS_FAILED']);
  });

  it('is not silenced for one issuer by many tenants of another', () => {
    for (let index = 0; index < 100; index += 1)
      take(event(failed(false), `https://id.example/${String(index)}`));
    warning.mockClear();
    take({ ...event(failed(false), 'https://other.example'), issuer: 'other' });
    expect(texts()).toEqual([
      expect.stringContaining('The keys of other (https://other.example) cannot be fetched'),
    ]);
  });

  it('sends a warning again for a failure under a new policy', () => {
    take(event(failed(false)));
    reset();
    take(event(failed(false)));
    expect(codes()).toEqual(['KEYS_FAILED', 'KEYS_FAILED']);
  });

  it('sends a warning again for a key that is rejected after a rotation', () => {
    take(event(rejected('k1')));
    take(event({ type: 'keys.rotated', added: ['k2'], removed: ['k1'] }));
    take(event(rejected('k1')));
    expect(codes()).toEqual(['KEY_REJECTED', 'KEY_REJECTED']);
  });

  it('sends a bounded number of warnings about rejected keys', () => {
    for (let index = 0; index < 1_000; index += 1) take(event(rejected(`k${String(index)}`)));
    expect(warning).toHaveBeenCalledTimes(MAX_REPORTED + 1);
    expect(texts().at(-1)).toContain('More keys are rejected');
  });

  it('sends one line of bounded length', () => {
    take(event({ ...rejected('k1'), reason: `a\u202E\n${'x'.repeat(10_000)}` } as KeyEventBody));
    const text = String(texts()[0]);
    expect(text).toHaveLength(MAX_WARNING_LENGTH);
    expect(text).not.toMatch(/[\n\u202E]/u);
  });
});

describe('a verifier', () => {
  const policyOf = (keys: Parameters<typeof loginWith>[0]): ReturnType<typeof ordersPolicy> =>
    ordersPolicy({ login: loginWith(keys) });
  const down = { clock: () => NOW, keyFetcher: () => Promise.reject(new Error('down')) };

  it('warns of an issuer that cannot be reached', async () => {
    const verifier = await createVerifier({ policy: policyOf({ discovery: 'oidc' }), ...down });
    await verifier.warmUp();
    expect(codes()).toEqual(['KEYS_FAILED']);
  });

  it('does not warn where it is observed', async () => {
    const events: KeyEvent[] = [];
    const onKeyEvent: KeyEventSink = (each) => void events.push(each);
    const verifier = await createVerifier({ policy: policyOf({ discovery: 'oidc' }), ...down, onKeyEvent });
    await verifier.warmUp();
    expect(warning).not.toHaveBeenCalled();
    expect(events).toMatchObject([{ type: 'keys.failed' }]);
  });

  it('warns of a rejected key of the document', async () => {
    const [good, other] = [await createSigner(), await createSigner('ES256', 'k2')];
    const jwks = { keys: [good.jwk, { ...other.jwk, x: good.jwk['x'] }] };
    await createVerifier({ policy: policyOf({ jwks }), clock: () => NOW });
    expect(texts()).toEqual([
      'The key k2 of login (https://id.example) is rejected: the point is not on the curve. Give observers or onKeyEvent to receive this yourself.',
    ]);
    const events: KeyEvent[] = [];
    await createVerifier({
      policy: policyOf({ jwks }),
      clock: () => NOW,
      onKeyEvent: (each) => void events.push(each),
    });
    expect(events).toEqual([
      {
        ...event({ ...rejected('k2'), reason: 'the point is not on the curve' } as KeyEventBody),
        source: 'jwks',
      },
    ]);
    expect(warning).toHaveBeenCalledTimes(1);
  });
});
