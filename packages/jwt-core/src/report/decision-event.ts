import type { ShadowVerdict } from '../decision/decision.js';
import type { PolicyStamp } from '../policy/compile/service-policy.js';
import type { ReasonCode } from '../decision/reasons.js';
import type { Layer } from '../decision/layers.js';
import type { LayerVerdict } from '../decision/trace.js';
import type { UnmatchedRequest } from './unmatched.js';

/** What happened, for logs and metrics: one per decision. It never holds a token, and is at most 8 KiB of JSON. */
export interface DecisionEvent {
  readonly type: 'decision';
  /** ISO 8601, UTC. */
  readonly time: string;
  /** By what name the application's log knows the request, where the adapter knows one. */
  readonly requestId?: string;
  readonly outcome: 'allow' | 'deny';
  /** Whether a token came with a good signature. */
  readonly verified: boolean;
  readonly code?: ReasonCode;
  readonly layer?: Layer;
  /** The HTTP status of a refusal. */
  readonly status?: number;
  readonly service: string;
  /** The operation that was asked for; absent after `identify` and where no operation matched. */
  readonly operation?: string;
  /** The index of the `allow` rule that held, from 0. */
  readonly rule?: number;
  /** What was judged by; with `policy.unavailable` the last one that was in force, and absent where there was none. */
  readonly policy?: PolicyStamp;
  /** The issuer's name in the policy, once the token was attributed to it. */
  readonly issuer?: string;
  readonly algorithm?: string;
  readonly keyId?: string;
  /**
   * Where the key of a verified token comes from: `discovery`, `jwksUri`, `jwks`, `file` or `secret`; with a number where the
   * issuer has several, as in `secret 1 of 2`. It shows when the older one is not used any more.
   */
  readonly keySource?: string;
  /** SHA-256 over issuer and `sub`, in hexadecimal: the same person has the same value. */
  readonly subjectHash?: string;
  /** `sub` in clear, only where the application asked for it. */
  readonly subject?: string;
  /** SHA-256 over issuer and `jti`, in hexadecimal. */
  readonly tokenIdHash?: string;
  /** `act.sub`, of a verified token. */
  readonly actor?: string;
  /** The tenant of a verified token. */
  readonly tenant?: string;
  /** What the rules of an operation with `mode: shadow` say, with what they expected and found. */
  readonly shadow?: ShadowVerdict & { readonly expected?: string; readonly actual?: string };
  /** With `operation.unknown`: the request, without anything of the caller's, and the routes that are like it. */
  readonly unmatched?: UnmatchedRequest;
  /** `hit`: the token was verified for an earlier request. Absent where no token was verified. */
  readonly cache?: 'hit' | 'miss';
  /** How long the decision took, in milliseconds, to the microsecond. */
  readonly durationMs: number;
  /** The layers up to the one that decided. */
  readonly trace: readonly LayerVerdict[];
}

/** Takes every decision event. What it throws is reported once and never changes a decision. */
export type DecisionSink = (event: DecisionEvent) => void;
