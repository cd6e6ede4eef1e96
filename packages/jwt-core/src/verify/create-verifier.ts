/** Makes the verifier of one service. */

import { ProblemBodies, type Disclosure } from '../decision/problem.js';
import { CredentialReader } from '../integrity/credential/reader.js';
import { jwsAuthenticator } from '../integrity/jws/chain.js';
import { DEFAULT_MAX_TOKENS, TokenCache } from '../integrity/token-cache.js';
import { systemClock, type Clock } from '../io/clock.js';
import { HTTPS_ALONE, INSECURE_OPTIONS, warnOfInsecureHttp, type InsecureHttp } from '../io/insecure-http.js';
import { KeyRings } from '../keys/key-rings.js';
import { createKeyWarnings } from '../keys/key-warnings.js';
import { httpsKeyFetcher, limitsOf, type KeyFetcher } from '../keys/remote/fetcher.js';
import { ConfigurationError } from '../options/configuration-error.js';
import {
  aFunction,
  aNumber,
  aText,
  oneOf,
  optionsOf,
  readOptions,
  type OptionKinds,
} from '../options/read-options.js';
import { compileService } from '../policy/compile/compile-service.js';
import { atCallOf } from '../policy/policy-error.js';
import type { Policy } from '../policy/policy.js';
import { openPolicy, POLICY_OPTIONS, type PolicyOptions } from '../policy/source/open-policy.js';
import { BoundOperations } from './bound-operations.js';
import { OBSERVER_OPTIONS, openSinks, type ObserverOptions } from './observers.js';
import { ServiceVerifier } from './service-verifier.js';
import type { VerificationContext } from './verification-context.js';
import type { Verifier } from './verifier.js';

/** How a verifier is made. What weakens a check can only be said here, never in the document. */
export interface VerifierOptions<Operation extends string = string>
  extends PolicyOptions<Operation>, ObserverOptions {
  /** The name of this service in the policy. May be left out where the policy has just one. */
  readonly service?: string;
  readonly clock?: Clock;
  /** How keys are fetched. `node:https` by default. */
  readonly keyFetcher?: KeyFetcher;
  /**
   * Remembers that a token was signed, so that a repeated one costs no signature. Everything else is judged again on
   * every use. 10,000 tokens by default, about a kilobyte each; `maxEntries: 0` remembers none.
   */
  readonly tokenCache?: { readonly maxEntries?: number };
  /** `clear` adds `sub` itself to events. `hash` by default. */
  readonly subjectsInEvents?: 'hash' | 'clear';
  /** `code` adds the precise reason to the problem body: for development. `status` by default. */
  readonly disclose?: Disclosure;
  /**
   * What the `type` of a problem body begins with; the public name of the refusal follows. An http(s) URL that ends in `/`,
   * `#` or `=`. By default a page of this package that explains the names.
   */
  readonly problemBaseUrl?: string;
  /** For development only: plain http for keys. */
  readonly insecure?: InsecureHttp;
}

/** For adapters: what each option of a verifier may be. */
export const VERIFIER_OPTIONS: OptionKinds<VerifierOptions> = {
  ...POLICY_OPTIONS,
  ...OBSERVER_OPTIONS,
  service: aText,
  clock: aFunction,
  keyFetcher: aFunction,
  tokenCache: optionsOf<NonNullable<VerifierOptions['tokenCache']>>({ maxEntries: aNumber }),
  subjectsInEvents: oneOf('hash', 'clear'),
  disclose: oneOf('status', 'code'),
  problemBaseUrl: aText,
  insecure: INSECURE_OPTIONS,
};

/**
 * Makes the verifier of one service.
 *
 * @throws {@link PolicyError} for a policy that cannot be read or used, {@link ConfigurationError} for a service that it
 * does not have, an unset or short secret, keys that would be fetched over plain http, and options that are unknown, of a
 * wrong type, or contradict each other.
 */
export async function createVerifier<Operation extends string = string>(
  options: VerifierOptions<Operation>,
): Promise<Verifier<Operation>> {
  try {
    return await openVerifier(readOptions('createVerifier', options, VERIFIER_OPTIONS));
  } catch (error) {
    throw atCallOf(createVerifier, error);
  }
}

async function openVerifier(options: VerifierOptions): Promise<Verifier> {
  if (options.startWithoutPolicy === 'unavailable' && options.service === undefined) {
    throw new ConfigurationError('startWithoutPolicy: name the service: without a policy it is not known.');
  }
  const clock = options.clock ?? systemClock;
  const bodies = new ProblemBodies(options.disclose, options.problemBaseUrl);
  const tokens = createTokenCache(options.tokenCache);
  const warnings = createKeyWarnings();
  const sinks = openSinks(options);
  const keyEvents = sinks.keys.orElse(warnings.take);
  const { keyFetcher: fetcher = httpsKeyFetcher(), insecure = HTTPS_ALONE } = options;
  const limits = limitsOf(fetcher);
  warnOfInsecureHttp('createVerifier', insecure);
  const verifier = Symbol('verifier');
  const bound = new BoundOperations();
  // A policy with just one service may be followed by one with just one other service. It is not about this one.
  let { service } = options;
  const activate = async (
    policy: Policy,
    previous: VerificationContext | undefined,
  ): Promise<VerificationContext> => {
    const compiled = compileService(policy, service);
    warnings.reset();
    const rings = await KeyRings.open(
      compiled,
      {
        clock,
        fetcher,
        limits,
        insecure,
        events: keyEvents,
      },
      previous?.rings,
    );
    service = compiled.service;
    const authenticator = jwsAuthenticator;
    const credentials = new CredentialReader(compiled);
    return { policy: compiled, verifier, authenticator, credentials, rings, tokens, clock, standing: [] };
  };
  const held = await openPolicy(options, {
    clock,
    activate,
    retire: ({ rings }) => rings.close(),
    unbound: ({ policy }) => bound.missingIn(policy.operations),
    events: sinks.policies,
  });
  if (service === undefined) throw new Error('A policy is in force, and its service is not known.');
  return new ServiceVerifier(service, held, bound, {
    clock,
    bodies,
    events: sinks.decisions,
    subjects: options.subjectsInEvents ?? 'hash',
  });
}

/** A million tokens are a gigabyte: a larger number has mistaken the unit. */
const MAX_TOKENS = 1_000_000;

function createTokenCache({
  maxEntries = DEFAULT_MAX_TOKENS,
}: NonNullable<VerifierOptions['tokenCache']> = {}): TokenCache | undefined {
  if (maxEntries === 0) return undefined;
  if (Number.isInteger(maxEntries) && maxEntries >= 2 && maxEntries <= MAX_TOKENS) {
    return new TokenCache(maxEntries);
  }
  throw new ConfigurationError(
    `tokenCache.maxEntries: expected 0, or a whole number from 2 to ${String(MAX_TOKENS)}, found ${String(maxEntries)}.`,
  );
}
