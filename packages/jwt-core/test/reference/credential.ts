/** RFC 6750 §2: one token, in one `Authorization` header, and nowhere else. */

import type { Case, Known } from './words.js';

/**
 * The token, or why there is none: the first reason in the order of the table. Only what is no longer than a token may
 * be is searched and read; before that, credentials are counted and the scheme is looked at.
 */
export function credentialOf(asked: Case, service: Known['service']): { token: string } | { code: string } {
  if (mayBeCut(asked.request)) return { code: 'credential.incomplete' };
  const headers = valuesOf(asked.request.rawHeaders, 'authorization');
  const inQuery = hasTokenInQuery(asked.request.target);
  const [header] = headers;
  if (header === undefined) return { code: inQuery ? 'credential.unsupported' : 'credential.missing' };
  if (headers.length + Number(inQuery) > 1) return { code: 'credential.ambiguous' };

  const { maxTokenBytes = 8192 } = asked.document.defaults ?? {};
  const limit = Math.min(maxTokenBytes, service.maxTokenBytes ?? maxTokenBytes);
  const [scheme = '', ...words] = header.split(' ');
  if (scheme.toLowerCase() !== 'bearer') {
    if (header.length <= limit && hasAnother(header)) return { code: 'credential.ambiguous' };
    return { code: scheme === '' ? 'credential.malformed' : 'credential.unsupported' };
  }
  const token = words.join(' ').replace(/^ */u, '');
  if (token.length > limit) return { code: 'credential.too_large' };
  if (token.includes(',')) return { code: 'credential.ambiguous' };
  return /^[a-z0-9\-._~+/]+=*$/iu.test(token) ? { token } : { code: 'credential.malformed' };
}

/** Node hands out no more than 1000 lines and the rest of a batch of 31, or as many as its server was told. */
function mayBeCut({ rawHeaders, maxHeadersCount = 0 }: Case['request']): boolean {
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
function hasTokenInQuery(target: string): boolean {
  const at = target.indexOf('?');
  return at >= 0 && new URLSearchParams(target.slice(at + 1)).has('access_token');
}
