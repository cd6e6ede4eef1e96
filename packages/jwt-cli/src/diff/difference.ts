/** What two policies decide differently. */

import type { ReasonCode } from '@org/jwt-core';
import type { Policy } from '@org/jwt-core/policy';
import type { Claims } from './probe.js';

/** `widened`: something is accepted that was refused. `narrowed`: the other way round. `changed`: another thing is asked. */
export type Effect = 'widened' | 'narrowed' | 'changed';

/** Of which of the two documents. */
export type Version = 'old' | 'new';

/** The other one. */
export function otherVersion(version: Version): Version {
  return version === 'old' ? 'new' : 'old';
}

/** Something for each of the two. */
export type Both<Value> = Readonly<Record<Version, Value>>;

/** Calls a function for each of the two. */
export function forBoth<Value>(make: (version: Version) => Value): Both<Value> {
  return { old: make('old'), new: make('new') };
}

/** What one document says of a request. */
export interface Verdict {
  readonly outcome: 'allow' | 'deny';
  readonly code: ReasonCode | undefined;
  /** The index of the rule that allows it. */
  readonly rule: number | undefined;
  readonly expected: string | undefined;
  readonly actual: string | undefined;
}

/** A request that the documents decide differently. Its token is never written: only what it says. */
export interface Witness {
  /** `undefined`: the request has no token. */
  readonly token: { readonly typ: string | undefined; readonly claims: Claims } | undefined;
  /** The tenant that the request names. */
  readonly tenant: string | undefined;
  readonly verdicts: Both<Verdict>;
}

/** One difference. */
export interface Difference {
  readonly effect: Effect;
  /** What it is about: a layer of the decision, or a part of the document that no token shows. */
  readonly aspect: string;
  readonly service: string | undefined;
  readonly operation: string | undefined;
  /** The name of the issuer, in the document that has it. */
  readonly issuer: string | undefined;
  /** One sentence. */
  readonly message: string;
  /** The document in which the place is, and the place: a JSON Pointer (RFC 6901). */
  readonly document: Version;
  readonly at: string;
  /** For whatever a token shows. */
  readonly witness: Witness | undefined;
}

/** What was not looked at in full, and why. */
export interface Incomplete {
  readonly service: string;
  readonly operation: string | undefined;
  readonly reason: string;
}

/** All of it. */
export interface Comparison {
  readonly policies: Both<Policy>;
  readonly differences: readonly Difference[];
  readonly incomplete: readonly Incomplete[];
  /** How many requests both documents were asked about. */
  readonly requests: number;
}
