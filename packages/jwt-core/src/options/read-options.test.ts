import { beforeAll, describe, expect, it } from 'vitest';
import { createAuthority } from '../../test/certificates.js';
import { createSigner, NOW } from '../../test/mint.js';
import { AUDIENCE, ISS, ordersPolicy, ordersVerifier, asking, loginWith } from '../../test/orders.js';
import { readIdentifyOptions, type DecideOptions, type IdentifyOptions } from '../verify/access-question.js';
import { type Policy, type ParsePolicyOptions, parsePolicy } from '../policy/policy.js';
import { ConfigurationError } from './configuration-error.js';
import { simplePolicy, type SimplePolicyOptions } from '../policy/simple-policy.js';
import { httpsKeyFetcher, type HttpsKeyFetcherOptions } from '../keys/remote/fetcher.js';
import { filePolicySource, type FilePolicySourceOptions } from '../policy/source/file-source.js';
import { httpsPolicySource, type HttpsPolicySourceOptions } from '../policy/source/http-source.js';
import { type Verifier, type WarmUpOptions } from '../verify/verifier.js';
import { createVerifier, type VerifierOptions } from '../verify/create-verifier.js';

const authority = await createAuthority();
let verifier: Verifier;
let policy: Policy;
beforeAll(async () => {
  const { jwk } = await createSigner();
  verifier = await ordersVerifier([jwk]);
  policy = ordersPolicy({ login: loginWith({ jwks: { keys: [jwk] } }) });
});

const nothing = (): undefined => undefined;

/** A function that takes options, and every option that it has. A new option is missed here by the compiler. */
interface Taker {
  readonly take: (options: never) => unknown;
  readonly every: () => Readonly<Record<string, unknown>>;
}

const taker = <Options>(
  take: (options: Options) => unknown,
  every: () => { readonly [Name in keyof Required<Options>]: unknown },
): Taker => ({ take, every });

const TAKERS: Readonly<Record<string, Taker>> = {
  createVerifier: taker<VerifierOptions>(createVerifier, () => ({
    policy,
    service: 'orders',
    clock: () => NOW,
    reload: { everyMs: 5, maxStaleMs: 60_000, onStale: 'deny' },
    startWithoutPolicy: 'throw',
    keyFetcher: () => Promise.reject(new Error('unused')),
    observers: [nothing],
    onDecision: nothing,
    onKeyEvent: nothing,
    onPolicyEvent: nothing,
    tokenCache: { maxEntries: 10 },
    subjectsInEvents: 'hash',
    disclose: 'status',
    problemBaseUrl: 'https://errors.acme.example/',
    insecure: { allowHttpLoopback: false, allowHttpHosts: [] },
  })),
  identify: taker<IdentifyOptions>(
    (options) => verifier.identify(asking(), options),
    () => ({ auth: 'required', signal: AbortSignal.timeout(60_000) }),
  ),
  decide: taker<DecideOptions>(
    (options) => verifier.decide(asking(), options),
    () => ({ operation: 'listOrders', signal: AbortSignal.timeout(60_000) }),
  ),
  warmUp: taker<WarmUpOptions>(
    (options) => verifier.warmUp(options),
    () => ({ deadlineMs: 1000 }),
  ),
  parsePolicy: taker<ParsePolicyOptions>(
    (options) => parsePolicy('kind: JwtPolicy', options),
    () => ({ file: 'policy.yaml', location: 'https://config.example/policy' }),
  ),
  simplePolicy: taker<SimplePolicyOptions>(simplePolicy, () => ({
    issuer: ISS,
    audience: AUDIENCE,
    algs: ['ES256'],
    operations: { list: { route: 'GET /', allow: [{ principal: 'user' }] } },
    typ: 'at+jwt',
    principal: 'auto',
    keys: { discovery: 'oidc' },
    lacks: { sub: 'workload' },
    credentials: ['header'],
    service: 'orders',
  })),
  httpsKeyFetcher: taker<HttpsKeyFetcherOptions>(httpsKeyFetcher, () => ({
    proxy: 'environment',
    ca: authority.ca,
    headers: {},
    timeoutMs: 1000,
  })),
  filePolicySource: taker<FilePolicySourceOptions>(
    (options) => filePolicySource('policy.yaml', options),
    () => ({ everyMs: 1000, settleMs: 10 }),
  ),
  httpsPolicySource: taker<HttpsPolicySourceOptions>(
    (options) => httpsPolicySource('https://config.example/policy', options),
    () => ({
      headers: {},
      everyMs: 1000,
      timeoutMs: 1000,
      maxBytes: 1000,
      allowedNetworks: ['10.0.0.0/8'],
      ca: authority.ca,
      proxy: 'environment',
      insecure: { allowHttpLoopback: false, allowHttpHosts: [] },
    }),
  ),
};

/** What a call with these options comes to, thrown or rejected. */
async function failureOf({ take }: Taker, options: unknown): Promise<unknown> {
  try {
    await take(options as never);
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Every option, also those within options, as a path. */
function pathsOf(options: Readonly<Record<string, unknown>>): readonly (readonly string[])[] {
  return Object.entries(options).flatMap(([name, value]) =>
    isRecord(value) && !/^(?:policy|headers|keys|lacks|operations)$/u.test(name)
      ? [[name], ...pathsOf(value).map((path) => [name, ...path])]
      : [[name]],
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Only this option, under another name or with another value. */
function only(path: readonly string[], rename: (name: string) => string, value: unknown): object {
  const [name = '', ...inner] = path;
  if (inner.length === 0) return { [rename(name)]: value };
  return { [name]: only(inner, rename, value) };
}

const WRONG = new URL('https://foreign.example');

/** Which values the type of an option does not have. */
const OTHER_TYPES: readonly (readonly [string, unknown])[] = [
  ['a number in a string', '10m'],
  ['a truth in a string', 'false'],
  ['null', null],
  ['a number', 1.5],
  ['a list', [1]],
  ['an object of a class', WRONG],
  ['a symbol', Symbol('x')],
  ['a promise', Promise.resolve({})],
];

/** Options whose values are checked by what uses them: as parts of a policy, or as headers when they are sent. */
const CHECKED_LATER =
  /^(?:policy|headers|issuer|audience|algs|operations|typ|principal|keys|lacks|credentials)$/u;

describe.each(Object.entries(TAKERS))('%s', (_name, each) => {
  it('rejects every misspelt option, and names the one that was meant', async () => {
    for (const path of pathsOf(each.every())) {
      const misspelt = (name: string): string => (name.length < 3 ? `${name}x` : name.slice(0, -1));
      const error = await failureOf(each, only(path, misspelt, 1));
      expect(error, path.join('.')).toBeInstanceOf(ConfigurationError);
      expect(String(error)).toContain(`Did you mean "${path.at(-1) ?? ''}"?`);
    }
  });

  it('rejects every option in another case', async () => {
    for (const path of pathsOf(each.every())) {
      const error = await failureOf(
        each,
        only(path, (name) => name.toUpperCase(), 1),
      );
      expect(String(error), path.join('.')).toContain(`Did you mean "${path.at(-1) ?? ''}"?`);
    }
  });

  it('rejects an option that is far from all others, and lists what there is', async () => {
    const error = await failureOf(each, { somethingElse: true });
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(String(error)).toMatch(/there is no option "somethingElse"\. Known here: \w+/u);
  });

  it('rejects every option that is undefined', async () => {
    for (const path of pathsOf(each.every())) {
      const error = await failureOf(
        each,
        only(path, (name) => name, undefined),
      );
      expect(error, path.join('.')).toBeInstanceOf(ConfigurationError);
      expect(String(error)).toContain(`${path.join('.')} is undefined.`);
    }
  });

  it('rejects every option of a wrong type, without its value', async () => {
    for (const path of pathsOf(each.every())) {
      if (CHECKED_LATER.test(path.at(-1) ?? '')) continue;
      for (const [what, value] of OTHER_TYPES.filter(
        ([, other]) => !mayFit(valueAt(each.every(), path), other),
      )) {
        const error = await failureOf(
          each,
          only(path, (name) => name, value),
        );
        expect(error, `${path.join('.')}: ${what}`).toBeInstanceOf(ConfigurationError);
        expect(String(error)).toContain(`${path.join('.')}: expected`);
      }
    }
  });

  it.each([
    ['null', null],
    ['a list', []],
    ['a text', 'x'],
    ['a function', nothing],
    ['an object of a class', WRONG],
    ['a promise of options', Promise.resolve({})],
  ])('rejects %s in place of the options', async (_what, options) => {
    const error = await failureOf(each, options);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(String(error)).toContain('options: expected an object of options, found');
  });

  it('rejects an option under a symbol', async () => {
    expect(await failureOf(each, { [Symbol('hidden')]: true })).toBeInstanceOf(ConfigurationError);
  });
});

function valueAt(options: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (isRecord(value) ? value[name] : undefined), options);
}

/** Whether a value has the type that the option has. Words to choose from are texts as well, and never these. */
function mayFit(sample: unknown, other: unknown): boolean {
  const isWord = /^(?:deny|throw|hash|status|required)$/u.test(String(sample));
  if (Array.isArray(sample)) return Array.isArray(other);
  return !isRecord(sample) && !isWord && typeof sample === typeof other;
}

it('reports all that is wrong at once', async () => {
  const error = await failureOf(TAKERS['createVerifier'] as Taker, {
    onDecison: nothing,
    disclose: true,
    insecure: { allowHttp: true },
  });
  expect(String(error)).toBe(
    [
      'ConfigurationError: createVerifier:',
      'there is no option "onDecison". Did you mean "onDecision"?',
      'disclose: expected "status" or "code", found true.',
      'there is no option "insecure.allowHttp". Known here: allowHttpLoopback, allowHttpHosts.',
    ].join('\n  - '),
  );
});

it('shows no more than a part of a long word', async () => {
  const error = await failureOf(TAKERS['createVerifier'] as Taker, { disclose: 'x'.repeat(10_000) });
  expect(String(error).length).toBeLessThan(200);
});

it('takes options of another realm, such as that of a test runner', async () => {
  const { runInNewContext } = await import('node:vm');
  expect(readIdentifyOptions(runInNewContext("({ auth: 'optional' })") as IdentifyOptions)).toEqual({
    auth: 'optional',
  });
});

it('reads own options alone', () => {
  const inherited = Object.create({ auth: 'optional' }) as IdentifyOptions;
  expect(() => readIdentifyOptions(inherited)).toThrow(ConfigurationError);
});

describe('what is passed in place of options', () => {
  it.each([[undefined], [null], [''], ['listOrders'], [1], [true]])(
    '%j is a mistake in decide and identify, never "whatever the path says"',
    async (options) => {
      for (const call of [
        () => verifier.decide(asking(), options as never),
        () => verifier.explain(asking(), options as never),
        () => verifier.identify(asking(), options as never),
      ]) {
        await expect(call()).rejects.toThrow(ConfigurationError);
        await expect(call()).rejects.toThrow('expected an object of options, found');
      }
    },
  );
});

describe('the name of an operation', () => {
  it.each([[undefined], [null], [''], [1], [{}], [['listOrders']], [Symbol('listOrders')]])(
    'that is %s is a mistake, never "whatever the path says"',
    async (name) => {
      for (const call of [
        () => verifier.decide(asking(), { operation: name as never }),
        () => verifier.explain(asking(), { operation: name as never }),
      ]) {
        await expect(call()).rejects.toThrow(ConfigurationError);
      }
      expect(() => verifier.requireOperation(name as never)).toThrow(
        'Expected the name of an operation, found',
      );
    },
  );

  it.each([[undefined], ['']])('that is %j is a mistake also while there is no policy', async (name) => {
    const waiting = await createVerifier({
      policy: '/nowhere/policy.yaml',
      service: 'orders',
      startWithoutPolicy: 'unavailable',
    });
    expect(() => waiting.requireOperation(name as never)).toThrow(ConfigurationError);
    await expect(waiting.decide(asking(), { operation: name as never })).rejects.toThrow(ConfigurationError);
    await waiting.close();
  });
});
