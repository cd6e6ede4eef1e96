/** `route:` templates. No regular expressions, no precedence; at most the end of a template takes more than one segment. */

import { didYouMean } from '../../options/did-you-mean.js';
import { canonicalSegments, decodeSegment, encodeSegment } from './canonical-path.js';
import { describeForeignPath } from './foreign.js';

/** A template, read. */
export interface RouteTemplate {
  readonly method: string;
  readonly segments: readonly Segment[];
  /** The parameter that takes everything below the segments: `path` in `GET /files/{path...}`. */
  readonly rest: string | undefined;
}

/** A literal, as it is in the path of a request; or a parameter, which takes one non-empty segment. */
export type Segment = { readonly literal: string } | { readonly parameter: string };

/** More are not read, so that the cost of a table has a bound. */
export const MAX_SEGMENTS = 64;

/** A name of at most 64 characters; with dots, it takes one segment or more. */
const PARAMETER = /^\{([A-Za-z][A-Za-z0-9_]{0,63})(\.\.\.)?\}$/u;

/** The methods that Node's HTTP parser accepts and that come with a path. No request with another one arrives. */
const METHODS: ReadonlySet<string> = new Set(
  'ACL BIND CHECKOUT COPY DELETE GET LINK LOCK M-SEARCH MERGE MKACTIVITY MKCALENDAR MKCOL MOVE NOTIFY OPTIONS PATCH POST PROPFIND PROPPATCH PURGE PUT QUERY REBIND REPORT SEARCH SOURCE SUBSCRIBE TRACE UNBIND UNLINK UNLOCK UNSUBSCRIBE'.split(
    ' ',
  ),
);

/** Reads `METHOD /path/{parameter}`; returns a sentence where it cannot. */
export function parseRoute(route: string): RouteTemplate | string {
  const [method = '', path, ...rest] = route.split(' ');
  if (path === undefined || rest.length > 0 || method === '') {
    return `Expected METHOD /path, such as GET /orders/{id}, found "${route}".`;
  }
  return describeMethod(method) ?? describeForeignPath(method, path) ?? readPath(method, path);
}

/** The template as the document has it. */
export function formatRoute({ method, segments, rest }: RouteTemplate): string {
  const texts = segments.map((each) => ('literal' in each ? each.literal : `{${each.parameter}}`));
  return `${method} /${[...texts, ...(rest === undefined ? [] : [`{${rest}...}`])].join('/')}`;
}

function describeMethod(method: string): string | undefined {
  if (METHODS.has(method)) return undefined;
  if (method === 'HEAD') return 'HEAD is matched as GET: write GET.';
  if (METHODS.has(method.toUpperCase())) {
    return `Expected METHOD /path with the method in upper case, ${method.toUpperCase()}, found "${method}".`;
  }
  if (/^(?:all|any|use|\*)$/iu.test(method)) {
    return `Expected METHOD /path, found "${method}": there is no name for every method. Write one operation for each, such as GET and POST.`;
  }
  return `Expected METHOD /path, such as GET /orders/{id}, found the method "${method}", with which no request can come.${didYouMean(method, METHODS)}`;
}

function readPath(method: string, path: string): RouteTemplate | string {
  const texts = path.slice(1).split('/');
  if (texts.length > MAX_SEGMENTS) {
    return `Expected at most ${String(MAX_SEGMENTS)} segments, found ${String(texts.length)}.`;
  }
  const segments: Segment[] = [];
  const names = new Set<string>();
  let rest: string | undefined;
  for (const text of texts) {
    const [, name, dots] = PARAMETER.exec(text) ?? [];
    if (name === undefined) segments.push({ literal: text });
    else if (names.has(name)) return `The parameter {${name}} is in this route twice.`;
    else {
      names.add(name);
      if (dots === undefined) segments.push({ parameter: name });
      else rest = name;
    }
  }
  return describeLiterals(path, texts) ?? { method, segments, rest };
}

/**
 * A literal that is not written as requests are would never match. Routers compare the text of a path as received:
 * `%3A` is not their `:`, and one literal in two spellings would be two.
 */
function describeLiterals(path: string, texts: readonly string[]): string | undefined {
  for (const text of texts.filter((each) => !PARAMETER.test(each))) {
    const decoded = decodeSegment(text);
    const canonical = decoded === undefined ? undefined : encodeSegment(decoded);
    if (canonical === undefined || canonical === text) continue;
    if (canonicalSegments(`/${canonical}`) !== undefined) {
      return `A literal is compared with the path as received: write "${canonical}" for "${text}".`;
    }
  }
  const isCanonical =
    canonicalSegments(path.replace(/\{[^/{}]*\}/gu, 'x')) !== undefined &&
    texts.every((text) => decodeSegment(text) !== undefined);
  return isCanonical ? undefined : `"${path}" is not a canonical path: no request could ever match it.`;
}
