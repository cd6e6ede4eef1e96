/** From the options of the application to the policy in force. */

import { filePolicySource } from './file-source.js';
import { aNumber, anything, oneOf, optionsOf, type OptionKinds } from '../../options/read-options.js';
import { Policy } from '../policy.js';
import { assertPath } from '../policy-file.js';
import { PolicyError } from '../policy-error.js';
import { ConfigurationError } from '../../options/configuration-error.js';
import { checkTime, isPolicySource, type PolicySource } from './source.js';
import { LivePolicy, type LivePolicyOptions, type PolicyInForce, type PolicyState } from './live-policy.js';
import { warnAboutPolicy } from './policy-warnings.js';
import { UnreadableError } from './reading.js';
import type { PolicyRejection } from './rejection.js';
import { stampOf } from '../compile/stamp.js';

/** How a policy is kept up to date. */
export interface ReloadOptions {
  /** Of a file: the longest time between two looks, in milliseconds; 10 seconds by default. A source has its own. */
  readonly everyMs?: number;
  /**
   * The policy is stale after this many milliseconds without a confirmation by the source. Counted from the last time
   * that it was read and found unchanged, or put in force. Never by default.
   */
  readonly maxStaleMs?: number;
  /** What a stale policy does: `warn` (default) sends an event, `deny` also answers 503 `policy.unavailable`. */
  readonly onStale?: 'warn' | 'deny';
}

/** Which policy, and how it is kept up to date. */
export interface PolicyOptions<Operation extends string = string> {
  /** The path of a policy file, a policy that was made before, or where one comes from. */
  readonly policy: string | Policy<Operation> | PolicySource;
  /** How a file or a source is watched. `false` reads it once. */
  readonly reload?: false | ReloadOptions;
  /**
   * What happens without a valid policy at start: `throw` (default), or `unavailable`: every request is answered 503
   * `policy.unavailable` until one arrives.
   */
  readonly startWithoutPolicy?: 'throw' | 'unavailable';
}

/** What each option about a policy may be. */
export const POLICY_OPTIONS: OptionKinds<PolicyOptions> = {
  policy: anything,
  reload: optionsOf<ReloadOptions>(
    { everyMs: aNumber, maxStaleMs: aNumber, onStale: oneOf('warn', 'deny') },
    { orFalse: true },
  ),
  startWithoutPolicy: oneOf('throw', 'unavailable'),
};

/** What a verifier needs of a policy, whether it is kept up to date or stays as it is. */
export interface HeldPolicy<Context> {
  /** What requests are decided with now. */
  readonly current: PolicyInForce<Context> | undefined;
  /** The last good one, also where it has become too old to be used. */
  readonly latest: PolicyInForce<Context> | undefined;
  readonly state: PolicyState;
  /** Why the last read failed; `undefined` after a good one. */
  readonly rejection: PolicyRejection | undefined;
  /** A path, a URL, or `policy`. */
  readonly location: string;
  close(): void;
}

/** How a policy becomes what requests are decided with. */
export type PolicyActivation<Context> = Pick<
  LivePolicyOptions<Context>,
  'clock' | 'activate' | 'retire' | 'unbound' | 'events'
>;

/**
 * Opens the policy.
 *
 * @throws {@link PolicyError} without a valid policy, {@link ConfigurationError} for options that contradict each other
 * or a policy that does not fit.
 */
export async function openPolicy<Context>(
  options: PolicyOptions,
  activation: PolicyActivation<Context>,
): Promise<HeldPolicy<Context>> {
  const { policy, reload = {}, startWithoutPolicy = 'throw' } = options;
  const mayWait = startWithoutPolicy === 'unavailable';
  if (mayWait && (reload === false || policy instanceof Policy)) {
    throw new ConfigurationError(
      'startWithoutPolicy: a policy would never arrive, because nothing is read again.',
    );
  }
  if (policy instanceof Policy) {
    if (reload !== false && Object.keys(reload).length > 0) {
      throw new ConfigurationError(
        'reload: this policy was made before, and has no source to read it from again.',
      );
    }
    return hold(policy, activation);
  }
  const source = sourceOf(policy, reload === false ? {} : reload);
  // A start that fails throws an error with all of it: once is enough.
  let isOpen = mayWait;
  const live = await LivePolicy.open({
    ...activation,
    source,
    ...checkStale(source, reload === false ? {} : reload),
    events: activation.events.orElse((event) => {
      if (isOpen) warnAboutPolicy(event);
    }),
  });
  isOpen = true;
  if (reload === false) live.stop();
  if (live.latest !== undefined || mayWait) return live;
  live.close();
  throw inPublic(live.failure, source);
}

async function hold<Context>(
  policy: Policy,
  { clock, activate, retire }: PolicyActivation<Context>,
): Promise<HeldPolicy<Context>> {
  const held = { context: await activate(policy, undefined), stamp: stampOf(policy), loadedAt: clock() };
  return {
    current: held,
    latest: held,
    state: 'active',
    rejection: undefined,
    location: policy.file,
    close: () => retire(held.context),
  };
}

function sourceOf(policy: string | PolicySource, { everyMs }: ReloadOptions): PolicySource {
  assertPath('policy', policy);
  if (typeof policy === 'string') return filePolicySource(policy, everyMs === undefined ? {} : { everyMs });
  if (!isPolicySource(policy)) throw new ConfigurationError(EXPECTED);
  if (everyMs !== undefined) throw new ConfigurationError('reload.everyMs: a source has its own everyMs.');
  checkTime('everyMs of the source', policy.everyMs);
  return policy;
}

const EXPECTED =
  'policy: expected the path of a policy file, a source, or what definePolicy, simplePolicy, parsePolicy or loadPolicy returned.';

function checkStale(
  { everyMs }: PolicySource,
  { maxStaleMs, onStale = 'warn' }: ReloadOptions,
): Pick<LivePolicyOptions<unknown>, 'maxStaleMs' | 'onStale'> {
  if (maxStaleMs === undefined) {
    if (onStale === 'warn') return { maxStaleMs, onStale };
    throw new ConfigurationError(
      'reload.onStale: set reload.maxStaleMs as well, after which a policy is stale.',
    );
  }
  if (checkTime('reload.maxStaleMs', maxStaleMs) > everyMs) return { maxStaleMs, onStale };
  throw new ConfigurationError(
    `reload.maxStaleMs: expected more than ${String(everyMs)}, the time between two reads, found ${String(maxStaleMs)}.`,
  );
}

/** A document that is not there is a problem of the policy like any other. */
function inPublic(failure: unknown, { location }: PolicySource): unknown {
  if (!(failure instanceof UnreadableError)) return failure;
  const message = `The document cannot be read: ${failure.message}.`;
  return new PolicyError([{ code: 'unreadable', pointer: '', message }], { file: location, text: '' });
}
