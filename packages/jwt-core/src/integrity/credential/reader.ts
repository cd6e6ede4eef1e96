/** Finds the one credential of a request, in the places that the policy of a service lists. */

import { deny, type Denial } from '../../decision/denial.js';
import { ConfigurationError } from '../../options/configuration-error.js';
import type { OperationPolicy, ServicePolicy } from '../../policy/compile/service-policy.js';
import type { ResolvedPlace } from '../../policy/model/credentials.js';
import {
  isCall,
  type AccessRequest,
  type CallRequest,
  type HttpRequest,
} from '../../request/access-request.js';
import { indexOfValue, mayLackHeaders } from '../../request/raw-headers.js';
import {
  AUTHORIZATION,
  AUTHORIZATION_HEADER,
  authorizationHeader,
  readScheme,
  schemesOf,
  UNLISTED_AUTHORIZATION,
} from './authorization.js';
import { cookie } from './cookie.js';
import { ambiguous, bounded, type Credential } from './credential.js';
import { namedHeader } from './named-header.js';
import type { CredentialPlace, ListedPlace } from './place.js';
import { ACCESS_TOKEN, queryParameter, UNLISTED_QUERY } from './query.js';

/** What is needed of a policy. */
type PolicyPart = Pick<ServicePolicy, 'credentials' | 'maxTokenBytes' | 'operations'>;

/** Reads the credentials of one service. Made once for a policy. */
export class CredentialReader {
  readonly #maxTokenBytes: number;
  /** Where every operation looks, and for those with a place of their own, where that one looks. */
  readonly #places: readonly CredentialPlace[];
  readonly #placesOf: ReadonlyMap<string, readonly CredentialPlace[]>;
  readonly #takesAuthorizationAlone: boolean;

  constructor({ credentials, maxTokenBytes, operations }: PolicyPart) {
    const listed = credentials.map(placeOf);
    this.#maxTokenBytes = maxTokenBytes;
    this.#places = placesOf(listed);
    this.#placesOf = new Map(
      [...operations.values()].flatMap(({ name, query }) =>
        query === undefined ? [] : [[name, placesOf(listed, query)] as const],
      ),
    );
    this.#takesAuthorizationAlone = listed.every((each) => each === AUTHORIZATION_HEADER);
  }

  /**
   * Finds the credential, or says why there is not exactly one. Credentials are counted before one is read. The query is
   * read for the operation that says so: `undefined`, and one that is unknown, never does.
   */
  read(request: AccessRequest, operation: OperationPolicy | 'unknown' | undefined): Credential | Denial {
    if (isCall(request)) return credentialOfCall(request, this.#maxTokenBytes);
    assertLines(request);
    if (mayLackHeaders(request)) return incomplete(request);
    const takesQuery = typeof operation === 'object' && operation.query !== undefined;
    const own = takesQuery ? this.#placesOf.get(operation.name) : undefined;
    if (own !== undefined) return this.#readFrom(own, request);
    const sole = this.#takesAuthorizationAlone ? soleAuthorization(request) : undefined;
    if (sole === undefined) return this.#readFrom(this.#places, request);
    return readScheme(sole, this.#maxTokenBytes, AUTHORIZATION_HEADER);
  }

  /** Everything that was sent as a credential, in whatever place of this service: none of it may be written. */
  sentBy(request: AccessRequest): readonly string[] {
    if (isCall(request)) return typeof request.token === 'string' ? [request.token] : [];
    if (!hasLines(request)) return [];
    const places = [this.#places, ...this.#placesOf.values()].flat();
    return [...new Set(places)].flatMap((place) =>
      place.valuesOf(request).map((value) => place.secretOf(value)),
    );
  }

  #readFrom(places: readonly CredentialPlace[], request: HttpRequest): Credential | Denial {
    const sent = places.flatMap((place) => place.valuesOf(request).map((value) => ({ place, value })));
    const [found, ...others] = sent;
    if (found === undefined) return deny('credential.missing', { expected: listOf(places) });
    if (others.length > 0) return ambiguous(wordsOf(sent.map(({ place }) => place)));
    const { place, value } = found;
    if (place.isListed) return place.read(value, request, this.#maxTokenBytes);
    return deny('credential.unsupported', { expected: listOf(places), actual: place.words });
  }
}

/** Nearly every request has one `Authorization` header and no token in its query: the same answer at a fraction of the cost. */
function soleAuthorization(request: HttpRequest): string | undefined {
  const { rawHeaders } = request;
  const place = indexOfValue(rawHeaders, AUTHORIZATION);
  if (place === -1 || indexOfValue(rawHeaders, AUTHORIZATION, place + 1) !== -1) return undefined;
  return UNLISTED_QUERY.valuesOf(request).length === 0 ? rawHeaders[place] : undefined;
}

/** The two places that are for credentials by their standards are always looked at: there, what is not listed is denied. */
function placesOf(listed: readonly ListedPlace[], query?: string): readonly CredentialPlace[] {
  return [
    ...(listed.some(({ name }) => name === undefined) ? [] : [UNLISTED_AUTHORIZATION]),
    ...listed,
    ...(query === undefined ? [] : [queryParameter(query)]),
    ...(query === ACCESS_TOKEN ? [] : [UNLISTED_QUERY]),
  ];
}

function placeOf(place: ResolvedPlace): ListedPlace {
  switch (place.in) {
    case 'authorization':
      return place.schemes.join() === 'Bearer'
        ? AUTHORIZATION_HEADER
        : authorizationHeader(schemesOf(place.schemes));
    case 'cookie':
      return cookie(place.name, new Set(place.origins));
    case 'header':
      return namedHeader(place);
  }
}

/** The program took the token from wherever its transport carries it. */
function credentialOfCall({ token }: CallRequest, maxTokenBytes: number): Credential | Denial {
  if (token === undefined) return deny('credential.missing', { expected: 'a token' });
  if (typeof token === 'string') return bounded(token, maxTokenBytes);
  return deny('credential.malformed', { expected: 'a token as a string', actual: 'another type' });
}

function hasLines({ rawHeaders }: Partial<HttpRequest>): boolean {
  return Array.isArray(rawHeaders);
}

function assertLines(request: HttpRequest): void {
  if (hasLines(request)) return;
  throw new ConfigurationError(
    'The request has no list rawHeaders: write ...receivedHeaders(req) in its place, which also takes a map of headers.',
  );
}

/** A line that Node has dropped may be another credential, or the only one. */
function incomplete({ rawHeaders }: HttpRequest): Denial {
  return deny('credential.incomplete', {
    expected: 'fewer header lines than the server reads (1000, or maxHeadersCount)',
    actual: `${String(rawHeaders.length / 2)} lines, after which more may have been dropped`,
  });
}

const listOf = (places: readonly CredentialPlace[]): string =>
  places
    .filter(({ isListed }) => isListed)
    .map(({ words }) => words)
    .join(', or ');

/** Each place once, and how often where it is more than once. */
function wordsOf(places: readonly CredentialPlace[]): string {
  const words = [...new Set(places)].map((place) => {
    const count = places.filter((each) => each === place).length;
    return count === 1 ? place.words : `${place.words}, ${String(count)} times`;
  });
  return words.join('; and ');
}
