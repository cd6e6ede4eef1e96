/**
 * A lenient upstream server: it decodes twice, resolves dot segments, merges slashes, drops matrix parameters and
 * ignores case. The operation that it reads from a request must be the operation that was allowed.
 */

import { RAW_HTTP_ROUTES } from './policy.js';

/** The operation and the tenant that such a server reads from this request line. */
export function upstreamOperation(
  method: string,
  target: string,
): { readonly operation: string; readonly tenant: string | undefined } | undefined {
  const segments = lenientSegments(target);
  for (const { method: wanted, path, operation } of RAW_HTTP_ROUTES) {
    const template = path.slice(1).split('/');
    const hasLength = path.endsWith('...}')
      ? template.length <= segments.length
      : template.length === segments.length;
    const isMatch =
      (method.toUpperCase() === 'HEAD' ? 'GET' : method.toUpperCase()) === wanted &&
      hasLength &&
      template.every((part, index) => part.startsWith('{') || part === segments[index]);
    if (isMatch) return { operation, tenant: segments[template.indexOf('{tenant}')] };
  }
  return undefined;
}

function lenientSegments(target: string): readonly string[] {
  const path = target.replace(/^[a-z]+:\/*[^/]*/iu, '').split(/[?#\0]/u)[0] ?? '';
  const decoded = decode(decode(path)).toLowerCase().replaceAll('\\', '/');
  const segments: string[] = [];
  for (const part of decoded.split('/')) {
    const text = (part.split(/[;\0]/u)[0] ?? '').trim();
    if (text === '..') segments.pop();
    else if (text !== '' && text !== '.') segments.push(text);
  }
  return segments;
}

function decode(text: string): string {
  return text.replace(/%([0-9a-f]{2})/giu, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
