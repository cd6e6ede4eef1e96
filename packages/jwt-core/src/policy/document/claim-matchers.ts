/** What a claim must look like, as the document writes it. */

/** A string, number or boolean that a claim is compared with. Types are never converted. */
export type Scalar = string | number | boolean;

/**
 * What a claim must look like. Every member that is given must hold.
 * A missing or wrong-typed claim fails, also under `not`; only `present` speaks about absence.
 */
export interface Matcher {
  /** The claim is exactly this. */
  readonly equals?: Scalar;
  /** The claim is one of these. */
  readonly in?: readonly Scalar[];
  /** The claim is a list that holds this. */
  readonly contains?: Scalar;
  /** The claim is a list that holds all of these. */
  readonly containsAll?: readonly Scalar[];
  /** The claim is a list that holds at least one of these. */
  readonly containsAny?: readonly Scalar[];
  /** The claim is a string that starts so. Must end in a delimiter, as `repo:acme/` does. */
  readonly startsWith?: string;
  /** The claim is there (`true`) or is not (`false`). */
  readonly present?: boolean;
  /** The claim is a number not below this. */
  readonly gte?: number;
  /** The claim is a number not above this. */
  readonly lte?: number;
  /** The claim is there and of the right type, and this does not hold. */
  readonly not?: Matcher;
  /** At least one of these holds. */
  readonly anyOf?: readonly Matcher[];
  /** All of these hold. */
  readonly allOf?: readonly Matcher[];
}

/** Claim → matcher. A name that starts with `/` is a JSON Pointer (RFC 6901); any other is a top-level claim. */
export type ClaimMatchers = Readonly<Record<string, Matcher>>;
