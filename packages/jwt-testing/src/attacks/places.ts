/**
 * Attacks on the places of tokens: two tokens in two places, cookies that are there twice or that only some server would
 * take for the cookie, and requests of another site.
 */

import { ConfigurationError } from '@org/jwt-core';
import { aText, readOptions, type OptionKinds } from '@org/jwt-core/adapter';
import { onRequest, type Alteration } from '../alterations/alteration.js';
import { withHeader, type RequestDescription } from '../http/request-description.js';
import { withQuery } from '../http/token-place.js';
import { FOREIGN_ORIGINS, UNSAFE_REQUESTS } from './values/cross-site.js';
import { COOKIE_SPELLINGS } from './values/cookie-spellings.js';
import { attacksOf, pairs } from './row.js';

/** The places that the service under attack lists, besides the `Authorization` header, which is always looked at. */
export interface PlacesUnderAttack {
  /** The name of its cookie. */
  readonly cookie?: string;
  /** One of the origins of the cookie's `csrf`. */
  readonly origin?: string;
  /** The name of a header that holds the token alone. */
  readonly header?: string;
  /** The parameter of the query that the operation of the request takes it from. */
  readonly query?: string;
}

const PLACES_OPTIONS: OptionKinds<PlacesUnderAttack> = {
  cookie: aText,
  origin: aText,
  header: aText,
  query: aText,
};

type Send = (request: RequestDescription, token: string) => RequestDescription;
type Ways = Readonly<Record<string, Send>>;

/**
 * The attacks on these places, each with the one code of its denial. The request of the material is allowed with the good
 * token in the `Authorization` header, or in the first place that is named; with a cookie it has one of the origins.
 *
 * @throws `ConfigurationError` for an unknown option, and for a cookie without its origin.
 */
export function placeMatrix(given: PlacesUnderAttack): readonly Alteration[] {
  const places = readOptions('placeMatrix', given, PLACES_OPTIONS);
  const { cookie, origin } = places;
  return [
    ...twoTokens(waysOf(places)),
    ...(cookie === undefined ? [] : [...spellings(cookie), ...crossSite(cookie, origin)]),
  ];
}

/** Every way to send a token, with other spellings of the names that have no case or may be escaped. */
function waysOf({ cookie, header, query }: PlacesUnderAttack): Ways {
  const line =
    (name: string, write: (token: string) => string): Send =>
    (request, token) =>
      withHeader(request, name, write(token));
  const parameter =
    (name: string): Send =>
    (request, token) =>
      withQuery(request, `${name}=${encodeURIComponent(token)}`);
  return {
    authorization: line('Authorization', (token) => `Bearer ${token}`),
    AUTHORIZATION: line('AUTHORIZATION', (token) => `bearer ${token}`),
    'another-scheme': line('authorization', (token) => `Basic ${token}`),
    query: parameter('access_token'),
    'escaped-query': parameter('access%5Ftoken'),
    ...(cookie !== undefined && {
      cookie: line('Cookie', (token) => `${cookie}=${token}`),
      'cookie-among-others': line('cookie', (token) => `a=1; ${cookie}=${token}; b="2"`),
    }),
    ...(header !== undefined && {
      header: line(header.toLowerCase(), (token) => token),
      HEADER: line(header.toUpperCase(), (token) => token),
    }),
    ...(query !== undefined && query !== 'access_token' && { parameter: parameter(query) }),
  };
}

/** All pairs, each with the same token twice, with garbage in one of the places, and with nothing in one of them. */
function twoTokens(ways: Ways): readonly Alteration[] {
  const contents: Readonly<Record<string, readonly [string, string]>> = {
    same: ['TOKEN', 'TOKEN'],
    'garbage-first': ['garbage', 'TOKEN'],
    'garbage-second': ['TOKEN', 'garbage'],
    'empty-second': ['TOKEN', ''],
  };
  return attacksOf('places/two', pairs(pairs(ways, ways), contents), ([[one, other], [first, second]]) => ({
    summary: 'Two credentials are in two places, or twice in one.',
    code: 'credential.ambiguous',
    apply: onRequest((request, token) =>
      other(one(request, first.replace('TOKEN', token)), second.replace('TOKEN', token)),
    ),
  }));
}

function spellings(cookie: string): readonly Alteration[] {
  return attacksOf('places/cookie', COOKIE_SPELLINGS, ({ code, lines }) => ({
    summary: 'The cookie is there twice, or in a form that not every server reads alike.',
    code,
    apply: onRequest((request, token) =>
      lines(cookie, token).reduce((sent, line) => withHeader(sent, 'Cookie', line), request),
    ),
  }));
}

function crossSite(cookie: string, origin: string | undefined): readonly Alteration[] {
  if (origin === undefined) throw new ConfigurationError('placeMatrix: a cookie needs its origin.');
  const table = pairs(UNSAFE_REQUESTS, FOREIGN_ORIGINS);
  return attacksOf('places/cross-site', table, ([{ method, lines }, foreign]) => ({
    summary: 'A page of another site has sent the request with the cookie.',
    code: 'credential.cross_site',
    apply: onRequest((request, token) => {
      const others = request.headers.filter(([name]) => !/^(?:origin|sec-fetch-site)$/iu.test(name));
      const headers = [...others, ...lines, ...foreign(origin)];
      return withHeader({ ...request, method, headers }, 'Cookie', `${cookie}=${token}`);
    }),
  }));
}
