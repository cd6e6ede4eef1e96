/** RFC 6750 §2: one token, in one of the places that the service lists, and nowhere else. */

import type { CredentialDocument } from '../../src/policy/document/credentials.js';
import type { HttpRequest } from '../../src/request/access-request.js';
import { cookiesOf } from './cookies.js';
import type { Case, Known } from './words.js';

type Read = { token: string } | { code: string };

/**
 * The token, or why there is none: the first reason in the order of the table. Only what is no longer than a token may
 * be is searched and read; before that, credentials are counted, and the scheme is looked at.
 */
export function credentialOf(
  { document, request }: Case,
  service: Known['service'],
  operation: Known['operation'],
): Read {
  if (mayBeCut(request)) return { code: 'credential.incomplete' };
  const { maxTokenBytes = 8192 } = document.defaults ?? {};
  const limit = Math.min(maxTokenBytes, service.maxTokenBytes ?? maxTokenBytes);
  const places = service.credentials ?? ['header'];
  const schemes = places.flatMap(schemeOf);
  const query = typeof operation === 'object' ? operation.credentials?.query : undefined;
  const unsupported = (): Read => ({ code: 'credential.unsupported' });

  const sent: (() => Read)[] = [
    ...valuesOf(request.rawHeaders, 'authorization').map((value) =>
      schemes.length > 0 ? () => afterScheme(value, schemes, limit) : unsupported,
    ),
    ...places.flatMap((place) => inPlace(place, request, limit)),
    ...(query === undefined ? [] : queryValues(request.target, query)).map((value) =>
      /^(?:GET|HEAD)$/u.test(request.method) ? () => wellFormed(value, limit) : unsupported,
    ),
    ...(query === 'access_token' ? [] : queryValues(request.target, 'access_token')).map(() => unsupported),
  ];
  const [only] = sent;
  if (only === undefined) return { code: 'credential.missing' };
  return sent.length > 1 ? { code: 'credential.ambiguous' } : only();
}

function inPlace(place: CredentialDocument, request: HttpRequest, limit: number): (() => Read)[] {
  if (place === 'header' || schemeOf(place).length > 0) return [];
  const { cookie, csrf, header = '', scheme } = place;
  if (cookie === undefined) {
    return valuesOf(request.rawHeaders, header.toLowerCase()).map((value) => (): Read => {
      if (csrf !== undefined && isForged(request, csrf.origins)) return { code: 'credential.cross_site' };
      return scheme === undefined ? wellFormed(value, limit) : afterScheme(value, [scheme], limit);
    });
  }
  return valuesOf(request.rawHeaders, 'cookie').flatMap((line) =>
    cookiesOf(line, cookie).map((value) => (): Read => {
      if (isForged(request, csrf?.origins ?? [])) return { code: 'credential.cross_site' };
      return value === undefined ? { code: 'credential.malformed' } : wellFormed(value, limit);
    }),
  );
}

/** What a page of another site could make a browser send, with a method that may change something. */
function isForged({ method, rawHeaders }: HttpRequest, origins: readonly string[]): boolean {
  const isSocket = valuesOf(rawHeaders, 'upgrade').some((each) => /websocket/iu.test(each));
  if (['GET', 'HEAD', 'OPTIONS'].includes(method) && !isSocket) return false;
  const said = valuesOf(rawHeaders, 'origin');
  const sites = valuesOf(rawHeaders, 'sec-fetch-site');
  if (said.length > 0) return said.length > 1 || !origins.some((each) => each === said[0]);
  return sites.join() !== 'same-origin';
}

/** What may be before the token in `Authorization`. */
function schemeOf(place: CredentialDocument): readonly string[] {
  if (place === 'header') return ['Bearer'];
  return place.header?.toLowerCase() === 'authorization' ? [place.scheme ?? ''] : [];
}

function afterScheme(header: string, schemes: readonly string[], limit: number): Read {
  const [scheme = '', ...words] = header.split(' ');
  if (!schemes.some((each) => each.toLowerCase() === scheme.toLowerCase())) {
    if (header.length <= limit && hasAnother(header)) return { code: 'credential.ambiguous' };
    return { code: scheme === '' ? 'credential.malformed' : 'credential.unsupported' };
  }
  return wellFormed(words.join(' ').replace(/^ */u, ''), limit);
}

function wellFormed(token: string, limit: number): Read {
  if (token.length > limit) return { code: 'credential.too_large' };
  if (token.includes(',')) return { code: 'credential.ambiguous' };
  return /^[a-z0-9\-._~+/]+=*$/iu.test(token) ? { token } : { code: 'credential.malformed' };
}

/** Node hands out no more than 1000 lines and the rest of a batch of 31, or as many as its server was told. */
function mayBeCut({ rawHeaders, maxHeadersCount = 0 }: HttpRequest): boolean {
  const lines = rawHeaders.length / 2;
  return lines >= 1000 || (maxHeadersCount > 0 && lines >= maxHeadersCount);
}

/** Two words behind a comma are a credential; a parameter is a word and its `=` (RFC 9110 §11.4). */
function hasAnother(header: string): boolean {
  return header
    .split(',')
    .slice(1)
    .map((each) => each.trim().split(/\s+/u))
    .some(([first = '', second = '']) => !/^$|[="]/u.test(first) && !/^$|^=/u.test(second));
}

/** Every value of a header. */
export function valuesOf(rawHeaders: readonly string[], name: string): readonly string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}

/** RFC 6750 §2.3, which clients should not use. */
function queryValues(target: string, name: string): readonly string[] {
  const at = target.indexOf('?');
  return at < 0 ? [] : new URLSearchParams(target.slice(at + 1)).getAll(name);
}
