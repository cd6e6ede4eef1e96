/** What an adapter holds: one service's policy, its issuers' keys, and the three questions. */

import { DEFAULT_VERIFIED_TOKENS, VerifiedTokens } from '../integrity/token-cache.js';
import { systemClock, type Clock } from '../io/clock.js';
import type { Decision } from '../decision/decision.js';
import type { DecisionSink } from '../report/decision-event.js';
import type { Explanation } from '../report/explanation.js';
import { ProblemBodies, type Disclosure } from '../decision/problem.js';
import type { Bench } from './evaluate.js';
import type { IdentifyOptions } from './identify-options.js';
import { httpsKeyFetcher, type KeyFetcher } from '../keys/remote/fetcher.js';
import type { KeyEventSink } from '../keys/key-event.js';
import { KeyRings, type KeyRingState } from '../keys/key-rings.js';
import { createKeyWarnings } from '../keys/key-warnings.js';
import type { WarmIssuer } from '../keys/warm.js';
import {
  aBoolean,
  aFunction,
  aNumber,
  aText,
  oneOf,
  optionsOf,
  readOptions,
  type OptionKinds,
} from '../options/read-options.js';
import { compileService } from '../policy/compile/compile-service.js';
import type { Policy } from '../policy/policy.js';
import { atCallOf } from '../policy/policy-error.js';
import { ConfigurationError } from '../options/configuration-error.js';
import type { PolicyStamp } from '../policy/compile/service-policy.js';
import type { PolicyState } from '../policy/source/live-policy.js';
import { openPolicy, POLICY_OPTIONS, type PolicyOptions } from '../policy/source/open-policy.js';
import type { PolicyRejection } from '../policy/source/rejection.js';
import type { AccessRequest } from '../request/access-request.js';
import { ServiceVerifier } from './service-verifier.js';

/** How a verifier is made. What weakens a check can only be said here, never in the document. */
export interface VerifierOptions extends PolicyOptions {
  /** The name of this service in the policy. May be left out where the policy has just one. */
  readonly service?: string;
  readonly clock?: Clock;
  /** How keys are fetched. `node:https` by default. */
  readonly keyFetcher?: KeyFetcher;
  /** Takes one event per decision. */
  readonly onDecision?: DecisionSink;
  /**
   * Takes one event when keys are fetched, fail, change, grow too old or are refused. Without it, an issuer that cannot be
   * reached and a key that is refused are warnings of the process (`JWT_POLICY_KEYS_FAILED` and others).
   */
  readonly onKeyEvent?: KeyEventSink;
  /**
   * Remembers that a token was signed, so that a repeated one costs no signature. Everything else is judged again on
   * every use. 10,000 tokens by default, about a kilobyte each; `maxEntries: 0` remembers none.
   */
  readonly verifiedTokens?: { readonly maxEntries?: number };
  /** `clear` adds `sub` itself to events. `hash` by default. */
  readonly subjectsInEvents?: 'hash' | 'clear';
  /** `code` adds the precise reason to the problem body: for development. `status` by default. */
  readonly disclose?: Disclosure;
  /**
   * What the `type` of a problem body begins with; the public name of the refusal follows. An http(s) URL that ends in `/`,
   * `#` or `=`. By default a page of this package that explains the names.
   */
  readonly problemBaseUrl?: string;
  /** For development only. */
  readonly insecure?: { readonly allowHttpLoopback?: boolean };
}

/** For adapters: what each option of a verifier may be. */
export const VERIFIER_OPTIONS: OptionKinds<VerifierOptions> = {
  ...POLICY_OPTIONS,
  service: aText,
  clock: aFunction,
  keyFetcher: aFunction,
  onDecision: aFunction,
  onKeyEvent: aFunction,
  verifiedTokens: optionsOf<NonNullable<VerifierOptions['verifiedTokens']>>({ maxEntries: aNumber }),
  subjectsInEvents: oneOf('hash', 'clear'),
  disclose: oneOf('status', 'code'),
  problemBaseUrl: aText,
  insecure: optionsOf<NonNullable<VerifierOptions['insecure']>>({ allowHttpLoopback: aBoolean }),
};

/** One operation, as wiring code needs to know it. */
export interface OperationSummary {
  readonly name: string;
  readonly auth: 'required' | 'optional' | 'public';
  readonly route: string | undefined;
  /** Where a request names its tenant, such as `path.tenant`, where the policy compares it with the token's. */
  readonly tenantFrom?: string | undefined;
}

/** For how long {@link Verifier.ready} waits. */
export interface ReadyOptions {
  /** In milliseconds. 10 seconds by default. */
  readonly deadlineMs?: number;
}

/** Whether the policy and the keys of each accepted issuer are there. */
export interface Readiness {
  /** Whether requests can be judged: a policy is in force, and the keys of every issuer are there. */
  readonly ready: boolean;
  /** `stale` still serves; `unavailable` answers every request with 503. */
  readonly policy: PolicyState;
  /** None while there is no policy. */
  readonly issuers: readonly WarmIssuer[];
}

/** Which policy is in force here: what is compared to see that a fleet drifts apart. */
export interface VerifierDescription {
  readonly service: string;
  /** The version of `@org/jwt-core`. */
  readonly engineVersion: string;
  readonly state: PolicyState;
  /** The last good policy, also where it has become too old; `undefined` while there has been none. */
  readonly policy: PolicyStamp | undefined;
  /** The path of the policy's file, the URL without credentials and query, or `policy` for one that was made in code. */
  readonly location: string;
  /** When it came in force, as ISO 8601 in UTC. */
  readonly loadedAt: string | undefined;
  /** Why there is no newer one: what was wrong with the last document. `undefined` after a good read. */
  readonly rejection: PolicyRejection | undefined;
  /** How the keys of each accepted issuer are. */
  readonly issuers: readonly KeyRingState[];
}

/** Decides for one service. Refusals are values; it throws only for mistakes in the program. */
export interface Verifier {
  /** The service's name in the policy. */
  readonly service: string;
  /**
   * Authentication alone: is this token good for this service, and whose is it? It does **not** say that the caller
   * may do anything: `Identity.operation` stays undefined. With `auth: 'optional'` a request without credential is
   * anonymous, and one with a bad credential is refused all the same.
   */
  identify(request: AccessRequest, options?: IdentifyOptions): Promise<Decision>;
  /**
   * May the caller do this? With a name, that operation is judged; with the request alone, the operation is found by
   * its `route:`. What no policy knows is refused. A name that is `undefined` or empty is a mistake in the program and
   * rejects with {@link ConfigurationError}: it must not mean "whatever the path says".
   */
  decide(request: AccessRequest): Promise<Decision>;
  // eslint-disable-next-line @typescript-eslint/unified-signatures -- an optional parameter would take `undefined`
  decide(request: AccessRequest, operation: string): Promise<Decision>;
  /** The checks of {@link Verifier.decide}, all of them, with every verdict. Asks no store and sends no event. */
  explain(request: AccessRequest): Promise<Explanation>;
  // eslint-disable-next-line @typescript-eslint/unified-signatures -- as above
  explain(request: AccessRequest, operation: string): Promise<Explanation>;
  /** The operations of this service, for wiring. None while there is no policy. */
  operations(): readonly OperationSummary[];
  /**
   * One operation, for wiring; `undefined` while there is no policy, and therefore nothing to compare with.
   *
   * @throws {@link ConfigurationError} when the policy does not have it, and for a name that is empty or no string.
   */
  operation(name: string): OperationSummary | undefined;
  /**
   * Fetches the keys of all accepted issuers, in parallel, for at most `deadlineMs` milliseconds (10 seconds by
   * default). Of an issuer with more than a hundred tenants, those in use. Never rejects: the answer says who is missing.
   */
  ready(options?: ReadyOptions): Promise<Readiness>;
  /** Which policy is in force, since when, and how the issuers' keys are. Fetches nothing. */
  describe(): VerifierDescription;
  /** Ends what the verifier holds open: timers, watches and fetches. Decisions are refused afterwards. */
  close(): Promise<void>;
}

/**
 * Makes the verifier of one service.
 *
 * @throws {@link PolicyError} for a policy that cannot be read or used, {@link ConfigurationError} for a service that it
 * does not have, an unset or short secret, keys that would be fetched over plain http, and options that are unknown, of a
 * wrong type, or contradict each other.
 */
export async function createVerifier(options: VerifierOptions): Promise<Verifier> {
  try {
    return await openVerifier(readOptions('createVerifier', options, VERIFIER_OPTIONS));
  } catch (error) {
    throw atCallOf(createVerifier, error);
  }
}

async function openVerifier(options: VerifierOptions): Promise<Verifier> {
  if (options.startWithoutPolicy === 'unavailable' && options.service === undefined) {
    throw new ConfigurationError(
      'startWithoutPolicy: name the service: without a policy nobody can tell which it is.',
    );
  }
  const clock = options.clock ?? systemClock;
  const bodies = new ProblemBodies(options.disclose, options.problemBaseUrl);
  const verified = openVerifiedTokens(options.verifiedTokens);
  const warnings = createKeyWarnings();
  const onKeyEvent = options.onKeyEvent ?? warnings.take;
  const verifier = Symbol('verifier');
  // A policy with just one service may be followed by one with just one other service. It is not about us.
  let { service } = options;
  const activate = async (policy: Policy, previous: Bench | undefined): Promise<Bench> => {
    const compiled = compileService(policy, service);
    warnings.reset();
    const rings = await KeyRings.open(
      compiled,
      {
        clock,

        fetcher: options.keyFetcher ?? httpsKeyFetcher(),
        allowHttpLoopback: options.insecure?.allowHttpLoopback ?? false,
        onKeyEvent,
      },
      previous?.rings,
    );
    service = compiled.service;
    return { policy: compiled, verifier, rings, verified, clock, standing: [] };
  };
  const held = await openPolicy(options, { clock, activate, retire: ({ rings }) => rings.close() });
  if (service === undefined) throw new Error('A policy is in force, and nobody knows for which service.');
  return new ServiceVerifier(service, held, clock, bodies, options);
}

/** A million tokens are a gigabyte: whoever writes more has mistaken the unit. */
const MOST_VERIFIED_TOKENS = 1_000_000;

function openVerifiedTokens({
  maxEntries = DEFAULT_VERIFIED_TOKENS,
}: NonNullable<VerifierOptions['verifiedTokens']> = {}): VerifiedTokens | undefined {
  if (maxEntries === 0) return undefined;
  if (Number.isInteger(maxEntries) && maxEntries >= 2 && maxEntries <= MOST_VERIFIED_TOKENS) {
    return new VerifiedTokens(maxEntries);
  }
  throw new ConfigurationError(
    `verifiedTokens.maxEntries: expected 0, or a whole number from 2 to ${String(MOST_VERIFIED_TOKENS)}, found ${String(maxEntries)}.`,
  );
}
