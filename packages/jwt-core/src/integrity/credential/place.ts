/** A place of a request in which a credential may be. One file for each kind. */

import type { Denial } from '../../decision/denial.js';
import type { HttpRequest } from '../../request/access-request.js';
import type { Credential } from './credential.js';

/** Whether a credential is there, and what it is, are two questions: all are counted before one is read. */
interface Place {
  /** In words: `an Authorization header`. */
  readonly words: string;
  /** What was sent here. Everything of it counts, also what is empty or not well formed. */
  valuesOf(request: HttpRequest): readonly string[];
  /** The part of a value that must not be written anywhere. */
  secretOf(value: string): string;
}

/** A place from which the service takes a credential. */
export interface ListedPlace extends Place {
  readonly isListed: true;
  /** As an event names it: `cookie access_token`. `undefined` for the `Authorization` header. */
  readonly name: string | undefined;
  /** Reads the one value that was sent. */
  read(value: string, request: HttpRequest, maxTokenBytes: number): Credential | Denial;
}

/** A place for credentials from which the service takes none. What comes in it is denied, and never ignored. */
export interface UnlistedPlace extends Place {
  readonly isListed: false;
}

export type CredentialPlace = ListedPlace | UnlistedPlace;

/** Nothing was sent. */
export const NOTHING: readonly string[] = [];
