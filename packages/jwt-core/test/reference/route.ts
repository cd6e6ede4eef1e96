/** Which operation a method and a path belong to. A path in another spelling than its one belongs to none. */

import type { ServiceDocument } from '../../src/policy/document/document.js';
import type { Members } from './words.js';

export interface Found {
  readonly operation: string;
  readonly params: Members;
}

/** The operation whose template the request matches. */
export function route(service: ServiceDocument, method: string, target: string): Found | undefined {
  const segments = segmentsOf(target);
  if (segments === undefined) return undefined;
  for (const [operation, { route: written }] of Object.entries(service.operations ?? {})) {
    const [verb, path = ''] = written?.split(' ') ?? [];
    if (verb !== (method === 'HEAD' ? 'GET' : method)) continue;
    const template = path.split('/').slice(1);
    const params = match(template, segments);
    if (params !== undefined) return { operation, params };
  }
  return undefined;
}

/** The segments of a canonical path, as received. */
function segmentsOf(target: string): readonly string[] | undefined {
  const [path = ''] = target.split('?');
  if (!path.startsWith('/') || target.includes('#')) return undefined;
  const segments = path.slice(1).split('/');
  if (!segments.every(isCanonical)) return undefined;
  // Only the last may be empty: the final slash counts.
  return segments.slice(0, -1).includes('') ? undefined : segments;
}

/** RFC 3986 §2, and four that browsers send: what can be there as it is, is; else bytes, each as `%` and two digits. */
function isCanonical(segment: string): boolean {
  if (segment === '.' || segment === '..') return false;
  if (!/^(?:[\w\-.~!$&'()*+,=:@[\]^|]|%[0-9a-f]{2})*$/iu.test(segment)) return false;
  const bytes = (segment.match(/%../gu) ?? []).map((each) => parseInt(each.slice(1), 16));
  return bytes.every((byte) => byte > 127 || !/[\w\-.~/\\;\p{Cc}]/u.test(String.fromCharCode(byte)));
}

/** Literals are compared as received, parameters are decoded. Some routers make a space of a parameter's plus sign. */
function match(template: readonly string[], segments: readonly string[]): Members | undefined {
  const rest = /^\{(\w+)\.\.\.\}$/u.exec(template.at(-1) ?? '')?.[1];
  if (rest !== undefined) return matchBelow(template.slice(0, -1), rest, segments);
  if (template.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const segment = segments[index] ?? '';
    const text = decode(segment);
    if (!part.startsWith('{')) {
      if (part !== segment) return undefined;
    } else if (segment === '' || text === undefined || segment.includes('+')) return undefined;
    else params[part.slice(1, -1)] = text;
  }
  return params;
}

/** What is below these segments: one more that is not empty, or several. */
function matchBelow(
  template: readonly string[],
  rest: string,
  segments: readonly string[],
): Members | undefined {
  const params = match(template, segments.slice(0, template.length));
  const below = segments.slice(template.length);
  const texts = below.map(decode);
  if (params === undefined || (below[0] ?? '') === '' || texts.includes(undefined)) return undefined;
  // Another decoding must find nothing more.
  if (texts.some((text) => /%[0-9a-f][0-9a-f]/iu.test(text ?? ''))) return undefined;
  return { ...params, [rest]: texts };
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
