/** What was sent as a credential, and what an event must not name: neither is in anything that is written. */

import type { CredentialReader } from '../integrity/credential/reader.js';
import type { AccessRequest } from '../request/access-request.js';
import { inWords, quote, type WrittenDetail } from '../decision/denial.js';

/** What is written where something must not be. */
const HIDDEN = '(hidden)';

/** In characters: a run of a credential that is this long is a part of it, in any text. */
const MIN_PART_LENGTH = 8;

/** Removes from texts about one request what it sent as a credential, and the identifiers that are not to be named. */
export class Redaction {
  readonly #sent: readonly string[];
  readonly #ids: readonly string[];

  constructor(request: AccessRequest, credentials: CredentialReader, ids: readonly string[] = []) {
    this.#sent = credentials.sentBy(request).flatMap(spellingsOf);
    this.#ids = ids.map(inWords);
  }

  /** The same detail; a text that repeats what must not be written is hidden whole. */
  of<Detail extends WrittenDetail>(detail: Detail): Detail {
    const { expected, actual } = detail;
    const written: WrittenDetail = {
      ...(expected !== undefined && { expected: this.#isSent(expected) ? HIDDEN : expected }),
      ...(actual !== undefined && { actual: this.#isSent(actual) || this.#isId(actual) ? HIDDEN : actual }),
    };
    return { ...detail, ...written };
  }

  /** A text of the application's own; `undefined` where it repeats a credential. */
  textOf(text: string): string | undefined {
    return this.#isSent(text) ? undefined : text;
  }

  /** A tenant of the path, a header or a claim may repeat the token, its signature, or a part of either. */
  #isSent(text: string): boolean {
    const lower = text.toLowerCase(); // a host is compared in lower case
    return this.#sent.some(
      (credential) => repeats(text, credential) || repeats(lower, credential.toLowerCase()),
    );
  }

  /** A matcher may be about `sub` or `jti`, or about a claim that repeats them: what it found there stays out as well. */
  #isId(actual: string): boolean {
    return this.#ids.some((id) => mayHold(actual, id));
  }
}

/** As it would be written as well: a text has quotes and invisible characters escaped. */
function spellingsOf(sent: string): readonly string[] {
  return IS_WRITTEN_AS_IT_IS.test(sent) ? [sent] : [sent, quote(sent).slice(1, -1)];
}

const IS_WRITTEN_AS_IT_IS = /^[\w.~+/=-]*$/u;

/** Blocks that touch one another: no part of twice their length lies between two of them. */
function repeats(text: string, credential: string): boolean {
  if (credential.length < MIN_PART_LENGTH) return false;
  if (text.includes(credential)) return true;
  for (let at = 0; at + MIN_PART_LENGTH <= text.length; at += MIN_PART_LENGTH) {
    if (credential.includes(text.slice(at, at + MIN_PART_LENGTH))) return true;
  }
  return false;
}

/** Alone or inside something longer; a text that was cut may end in the midst of it. One or two letters prove nothing. */
function mayHold(actual: string, quotedId: string): boolean {
  if (actual.includes(quotedId)) return true;
  const id = quotedId.slice(1, -1);
  return id.length > 2 && (actual.includes(id) || actual.endsWith('…'));
}
