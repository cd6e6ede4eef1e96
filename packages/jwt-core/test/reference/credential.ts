/** RFC 6750 §2: one token, in one `Authorization` header, and nowhere else. */

import { isText, type Case, type Known } from './words.js';

/** The token, or why there is none. */
export function credentialOf(asked: Case, service: Known['service']): { token: string } | { code: string } {
  const headers = valuesOf(asked.request.rawHeaders, 'authorization');
  const inQuery = hasTokenInQuery(asked.request.target);
  const [header] = headers;
  if (header === undefined && !inQuery) return { code: 'credential.missing' };
  if (headers.length > 1 || (headers.length === 1 && inQuery)) return { code: 'credential.ambiguous' };
  if (header === undefined) return { code: 'credential.unsupported' };
  const isBearer = /^bearer(?: |$)/iu.test(header);
  if (/,\s*(?:bearer|basic|dpop) /iu.test(header)) return { code: 'credential.ambiguous' };
  if (header === '') return { code: 'credential.malformed' };
  if (!isBearer) return { code: 'credential.unsupported' };
  const [, token] = /^[a-z]+ +([a-z0-9\-._~+/]+=*)$/iu.exec(header) ?? [];
  if (!isText(token)) {
    return { code: header.includes(',') ? 'credential.ambiguous' : 'credential.malformed' };
  }
  const { maxTokenBytes = 8192 } = asked.document.defaults ?? {};
  if (token.length > Math.min(maxTokenBytes, service.maxTokenBytes ?? maxTokenBytes)) {
    return { code: 'credential.too_large' };
  }
  return { token };
}

/** Every value of a header. */
export function valuesOf(rawHeaders: readonly string[], name: string): readonly string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}

/** RFC 6750 §2.3, which nobody should use. */
function hasTokenInQuery(target: string): boolean {
  const at = target.indexOf('?');
  return at >= 0 && new URLSearchParams(target.slice(at + 1)).has('access_token');
}
