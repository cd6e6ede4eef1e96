import { beforeAll, beforeEach, describe, expect, it, onTestFinished, vi, type MockInstance } from 'vitest';
import { createSigner, NOW, type Signer } from '../../test/mint.js';
import { asking, goodClaims, ISS, loginWith, ordersPolicy } from '../../test/orders.js';
import { HeldSource } from '../../test/policy-sources.js';
import { ConfigurationError } from '../options/configuration-error.js';
import { createVerifier, type VerifierOptions } from './create-verifier.js';
import type { Observer, VerifierEvent } from './observers.js';
import type { Verifier } from './verifier.js';

let signer: Signer;
beforeAll(async () => {
  signer = await createSigner();
});

let warning: MockInstance<typeof process.emitWarning>;
beforeEach(() => {
  warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  warning.mockClear();
});
const warnings = (): readonly unknown[] => warning.mock.calls.map(([text]) => text);

const failing = (): never => {
  throw new Error('full');
};

/** A verifier whose keys are fetched, after one decision: one event of each kind at least. */
async function observed(options: Partial<VerifierOptions>): Promise<Verifier> {
  const { document } = ordersPolicy({ login: loginWith({ jwksUri: `${ISS}/keys` }) });
  const verifier = await createVerifier({
    policy: new HeldSource(JSON.stringify(document)),
    service: 'orders',
    clock: () => NOW,
    keyFetcher: () =>
      Promise.resolve({ status: 200, body: Buffer.from(JSON.stringify({ keys: [signer.jwk] })) }),
    ...options,
  });
  onTestFinished(() => verifier.close());
  const decision = await verifier.decide(asking(await signer.sign(goodClaims())));
  expect(decision.outcome).toBe('allow');
  await new Promise((resolve) => setImmediate(resolve));
  return verifier;
}

const ALL = ['policy.activated', 'keys.fetched', 'decision'];
const typesOf = (events: readonly VerifierEvent[]): readonly string[] => events.map(({ type }) => type);

describe('observers', () => {
  it('take every event of all kinds, each of them', async () => {
    const [one, two]: [VerifierEvent[], VerifierEvent[]] = [[], []];
    await observed({ observers: [(event) => one.push(event), (event) => two.push(event)] });
    expect([typesOf(one), typesOf(two)]).toEqual([ALL, ALL]);
  });

  it('are called besides the functions for one kind, and after them', async () => {
    const seen: string[] = [];
    const as =
      (name: string) =>
      ({ type }: VerifierEvent): void =>
        void seen.push(`${name} ${type}`);
    await observed({
      observers: [as('observer')],
      onDecision: as('own'),
      onKeyEvent: as('own'),
      onPolicyEvent: as('own'),
    });
    expect(seen).toEqual(ALL.flatMap((type) => [`own ${type}`, `observer ${type}`]));
  });

  it('can tell the kinds apart by type alone', () => {
    const inShort: (event: VerifierEvent) => string = (event) => {
      switch (event.type) {
        case 'decision':
          return event.outcome;
        case 'keys.failed':
          return String(event.retryMs);
        case 'policy.activated':
          return event.policy.digest;
        default:
          return event.type;
      }
    };
    const about = { time: '', issuer: 'login', iss: ISS, source: 'discovery' };
    expect(inShort({ type: 'keys.stale', ...about, servingMs: 1 })).toBe('keys.stale');
  });
});

describe('a hostile observer', () => {
  it.each<[string, Observer]>([
    ['throws', failing],
    ['rejects', () => Promise.reject(new Error('full'))],
    [
      'changes the event',
      (event) => {
        Object.assign(event, { type: 'decision', outcome: 'deny', policy: undefined });
      },
    ],
    [
      'changes what the event holds',
      (event) => {
        if ('policy' in event) Object.assign(event.policy ?? {}, { digest: 'forged' });
      },
    ],
  ])('that %s is reported once, by its place, and changes nothing for others', async (_what, hostile) => {
    const events: VerifierEvent[] = [];
    const own: VerifierEvent[] = [];
    const verifier = await observed({
      onDecision: (event) => own.push(event),
      onKeyEvent: (event) => own.push(event),
      onPolicyEvent: (event) => own.push(event),
      observers: [hostile, (event) => events.push(event)],
    });
    expect(typesOf(events)).toEqual(ALL);
    expect(events).toEqual(own);
    expect(JSON.stringify(events)).not.toContain('forged');
    expect(warnings()).toEqual(['observers[0] threw: its events are being lost.']);
    expect(verifier.describe().policy?.digest).toMatch(/^sha256:/u);
  });

  it('is told apart from another one', async () => {
    await observed({ observers: [() => undefined, failing, failing], onKeyEvent: failing });
    expect([...warnings()].sort()).toEqual([
      'observers[1] threw: its events are being lost.',
      'observers[2] threw: its events are being lost.',
      'onKeyEvent threw: its events are being lost.',
    ]);
  });

  it('cannot change the policy that later events name, also where it is the only one', async () => {
    const digests: unknown[] = [];
    await observed({
      onDecision: ({ policy }) => {
        digests.push(policy?.digest);
        Object.assign(policy ?? {}, { digest: 'forged' });
      },
    });
    expect(digests).toEqual([expect.stringMatching(/^sha256:/u)]);
    expect(warnings()).toEqual(['onDecision threw: its events are being lost.']);
  });

  it('adds no observer after the start', async () => {
    const late = vi.fn<Observer>();
    const observers: Observer[] = [() => undefined];
    const verifier = await observed({ observers });
    observers.push(late);
    await verifier.decide(asking());
    expect(late).not.toHaveBeenCalled();
  });
});

describe('the default warnings', () => {
  const down = (): Promise<never> => Promise.reject(new Error('status 502'));
  const codes = (): readonly unknown[] =>
    warning.mock.calls.map(([, options]) => (options as { readonly code?: string } | undefined)?.code);

  /** A verifier whose issuer is unreachable, and whose next document is not a policy. */
  async function failed(options: Partial<VerifierOptions>): Promise<void> {
    const { document } = ordersPolicy({ login: loginWith({ jwksUri: `${ISS}/keys` }) });
    const source = new HeldSource(JSON.stringify(document));
    const verifier = await createVerifier({
      policy: source,
      service: 'orders',
      keyFetcher: down,
      ...options,
    });
    onTestFinished(() => verifier.close());
    await verifier.warmUp();
    source.change('kind: nothing');
    await vi.waitFor(() => expect(verifier.describe().rejection).toBeDefined());
  }

  it.each<[string, Partial<VerifierOptions>, readonly string[]]>([
    ['of keys and of policies without observers', {}, ['KEYS_FAILED', 'REJECTED']],
    ['of both with an empty list', { observers: [] }, ['KEYS_FAILED', 'REJECTED']],
    ['of both with onDecision alone', { onDecision: () => undefined }, ['KEYS_FAILED', 'REJECTED']],
    ['of policies with onKeyEvent alone', { onKeyEvent: () => undefined }, ['REJECTED']],
    ['of keys with onPolicyEvent alone', { onPolicyEvent: () => undefined }, ['KEYS_FAILED']],
    ['of nothing with an observer', { observers: [() => undefined] }, []],
  ])('are %s', async (_what, options, expected) => {
    await failed(options);
    expect(codes()).toEqual(expected.map((code) => `JWT_POLICY_${code}`));
  });
});

describe('the option', () => {
  it.each<[string, unknown, string]>([
    ['a function', () => undefined, 'observers: expected a list, found a function.'],
    ['an object', { 0: () => undefined, length: 1 }, 'observers: expected a list, found an object.'],
    ['null', null, 'observers: expected a list, found null.'],
    ['undefined', undefined, 'observers is undefined.'],
    ['a list with a text', [() => undefined, 'log'], 'observers[1]: expected a function, found a string.'],
    ['a list with undefined', [undefined], 'observers[0] is undefined.'],
    // eslint-disable-next-line no-sparse-arrays -- as JavaScript may have it
    ['a list with a hole', [, () => undefined], 'observers[0] is undefined.'],
    ['a list with a promise', [Promise.resolve()], 'observers[0]: expected a function, found a promise'],
  ])('rejects %s with ConfigurationError', async (_what, observers, message) => {
    const opening = createVerifier({
      policy: ordersPolicy({ login: loginWith({ jwks: { keys: [signer.jwk] } }) }),
      observers,
    } as never);
    const error = await opening.then(
      () => undefined,
      (each: unknown) => each,
    );
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(String(error)).toContain(message);
  });
});
