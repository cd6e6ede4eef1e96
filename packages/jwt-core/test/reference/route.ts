/** Which operation a method and a path belong to. A path in another spelling than its one belongs to none. */

import type { ServiceDocument } from '../../src/policy/document.js';
import type { Members } from './words.js';

export interface Found {
  readonly operation: string;
  readonly params: Members;
}

/** The operation whose template the request matches. */
export function route(service: ServiceDocument, method: string, target: string): Found | undefined {
  const segments = segmentsOf(target);
  if (segments === undefined) return undefined;
  for (const [operation, { route: template }] of Object.entries(service.operations)) {
    const [verb, path = ''] = template?.split(' ') ?? [];
    if (verb !== (method === 'HEAD' ? 'GET' : method)) continue;
    const params = match(path.split('/').slice(1), segments);
    if (params !== undefined) return { operation, params };
  }
  return undefined;
}

/** The decoded segments of a canonical path. */
function segmentsOf(target: string): readonly string[] | undefined {
  const [path = ''] = target.split('?');
  if (!path.startsWith('/') || target.includes('#')) return undefined;
  const segments = path.slice(1).split('/');
  const decoded = segments.map(decode);
  if (decoded.some((each) => each === undefined || each === '.' || each === '..')) return undefined;
  // Only the last may be empty: the final slash counts.
  if (segments.slice(0, -1).includes('')) return undefined;
  return decoded as readonly string[];
}

/** RFC 3986 §2: what may stand as it is does; the rest is UTF-8, each byte as `%` and two digits. */
function decode(segment: string): string | undefined {
  if (!/^(?:[\w\-.~!$&'()*+,=:@]|%[0-9a-f]{2})*$/iu.test(segment)) return undefined;
  if (
    (segment.match(/%../gu) ?? []).some(
      (each) =>
        /[\w\-.~/\\;\p{Cc}]/u.test(String.fromCharCode(parseInt(each.slice(1), 16))) &&
        parseInt(each.slice(1), 16) < 128,
    )
  ) {
    return undefined;
  }
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

function match(template: readonly string[], segments: readonly string[]): Members | undefined {
  if (template.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const segment = segments[index] ?? '';
    if (!part.startsWith('{')) {
      if (part !== segment) return undefined;
    } else if (segment === '') return undefined;
    else params[part.slice(1, -1)] = segment;
  }
  return params;
}
