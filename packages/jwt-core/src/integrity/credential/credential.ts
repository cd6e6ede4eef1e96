/** The one token string of a request, and what holds for it wherever it was found. */

import { deny, type Denial } from '../../decision/denial.js';
import type { ListedPlace } from './place.js';

/** The one token string of a request. Untrusted. */
export interface Credential {
  readonly scheme: 'Bearer';
  readonly token: string;
  /** Where it was found; `undefined` for a call. */
  readonly place?: ListedPlace | undefined;
}

/** RFC 6750 §2.1 `b64token`. */
const B64TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/u;

/** One that is longer than `maxTokenBytes` is not read at all: its length decides. */
export function bounded(token: string, maxTokenBytes: number, place?: ListedPlace): Credential | Denial {
  if (token.length <= maxTokenBytes) return { scheme: 'Bearer', token, place };
  return deny('credential.too_large', {
    expected: `at most ${String(maxTokenBytes)} bytes`,
    actual: `${String(token.length)} bytes`,
  });
}

/** Whether what was found is one b64token, which every token in canonical form is. */
export function checkCredential({ token }: Credential): Denial | undefined {
  if (B64TOKEN.test(token)) return undefined;
  if (token.includes(',')) return ambiguous('several values with commas between them');
  return deny('credential.malformed', {
    expected: 'one b64token and nothing else (RFC 6750 §2.1)',
    actual: 'something else',
  });
}

/** More than one credential, or what could be taken for more than one. */
export function ambiguous(actual: string): Denial {
  return deny('credential.ambiguous', { expected: 'one credential in one place', actual });
}
