/** One kind of token, as the matrix of profiles asks about it. */

import type { ProfileName } from '../src/policy/document/document.js';

/** Claims, or the members of a header. */
export type Members = Readonly<Record<string, unknown>>;

/** One kind of token. */
export interface TokenKind {
  readonly name: string;
  /** The profile of its provider, where there is one. */
  readonly home?: ProfileName;
  /** `neither`: the token is no credential for an API, such as a logout token. */
  readonly speaksOf: 'person' | 'program' | 'neither';
  readonly header: Members;
  readonly claims: Members;
}
