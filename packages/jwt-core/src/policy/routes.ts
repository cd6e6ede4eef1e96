/** `route:` templates: which operation a method and a path belong to. No regular expressions, no precedence. */

/** A template, read. */
export interface RouteTemplate {
  readonly method: string;
  readonly segments: readonly Segment[];
}

/** A literal text (decoded), or a parameter that takes one non-empty segment. */
export type Segment = { readonly literal: string } | { readonly parameter: string };

/** What a path matched: the operation and the decoded parameters. */
export interface RouteMatch {
  readonly operation: string;
  readonly params: Readonly<Record<string, string>>;
}

const METHOD = /^[A-Z][A-Z-]*$/u;
const PARAMETER = /^\{([A-Za-z][A-Za-z0-9_]*)\}$/u;

/** Reads `METHOD /path/{parameter}`; returns a sentence where it cannot. */
export function parseRoute(route: string): RouteTemplate | string {
  const [method, path, ...rest] = route.split(' ');
  if (method === undefined || path === undefined || rest.length > 0 || !METHOD.test(method)) {
    return `Expected METHOD /path, such as GET /orders/{id}, found "${route}".`;
  }
  if (method === 'HEAD') return 'HEAD is judged as GET: write GET.';
  const texts = canonicalSegments(path.replace(/\{[^/{}]*\}/gu, 'x'));
  if (texts === undefined) return `"${path}" is not a canonical path: no request could ever match it.`;
  return readSegments(method, path);
}

function readSegments(method: string, path: string): RouteTemplate | string {
  const segments: Segment[] = [];
  const names = new Set<string>();
  for (const text of path.slice(1).split('/')) {
    const parameter = PARAMETER.exec(text)?.[1];
    if (parameter === undefined && /[{}*]/u.test(text)) {
      return `Expected a whole segment as parameter, such as {id}, found "${text}".`;
    }
    if (parameter !== undefined && names.has(parameter))
      return `The parameter {${parameter}} stands here twice.`;
    if (parameter !== undefined) names.add(parameter);
    segments.push(parameter === undefined ? { literal: decodeURIComponent(text) } : { parameter });
  }
  return { method, segments };
}

/**
 * A template as most routers read it: in no case, and with or without a final slash. We match neither so loosely, but
 * the router behind us may send `/Admin/` to the handler of `/admin`.
 */
export function asRoutersRead({ method, segments }: RouteTemplate): RouteTemplate {
  const last = segments.at(-1);
  const hasFinalSlash = last !== undefined && 'literal' in last && last.literal === '';
  const named = hasFinalSlash ? segments.slice(0, -1) : segments;
  return {
    method,
    segments: named.map((each) => ('literal' in each ? { literal: each.literal.toLowerCase() } : each)),
  };
}

/** Whether a router may take some path for both templates. */
export function overlaps(left: RouteTemplate, right: RouteTemplate): boolean {
  const others = asRoutersRead(right).segments;
  const { method, segments } = asRoutersRead(left);
  if (method !== right.method || segments.length !== others.length) return false;
  return segments.every((segment, index) => {
    const other = others[index];
    if (other === undefined || !('literal' in segment) || !('literal' in other)) return true;
    return segment.literal === other.literal;
  });
}

/**
 * The decoded segments of a canonical path, or `undefined` when there is another spelling of the same path or
 * a reader might take it for another: dot segments, `//`, encoded slashes, backslashes or unreserved characters,
 * control characters, bad UTF-8, `;`, fragments, absolute form. An empty last segment stands for a final slash.
 */
export function canonicalSegments(path: string): readonly string[] | undefined {
  if (path.charCodeAt(0) !== SLASH) return undefined;
  let start = 1;
  let count = 1;
  let hasEscapes = false;
  // One look at each character: this is on the way of every request.
  for (let index = 1; index < path.length; index += 1) {
    const code = path.charCodeAt(index);
    if (code === SLASH) {
      if (index === start || isDots(path, start, index)) return undefined;
      start = index + 1;
      count += 1;
    } else if (PLAIN[code] !== 1) return undefined;
    else if (code === PERCENT) hasEscapes = true;
  }
  if (isDots(path, start, path.length)) return undefined;
  const texts = split(path, count);
  return hasEscapes ? decoded(path, texts) : texts;
}

/** So many segments, in a list that has room for no more: one that grows makes room for sixteen. */
function split(path: string, count: number): readonly string[] {
  const texts = new Array<string>(count);
  let start = 1;
  for (let index = 0; index < count - 1; index += 1) {
    const end = path.indexOf('/', start);
    texts[index] = path.slice(start, end);
    start = end + 1;
  }
  texts[count - 1] = path.slice(start);
  return texts;
}

const PERCENT = 0x25;
const DOT = 0x2e;
const SLASH = 0x2f;

/** Whether this part of a path is `.` or `..`. */
function isDots(path: string, start: number, end: number): boolean {
  const length = end - start;
  if ((length !== 1 && length !== 2) || path.charCodeAt(start) !== DOT) return false;
  return length === 1 || path.charCodeAt(start + 1) === DOT;
}

/** What may stand in a segment as it is: `pchar` (RFC 3986 §3.3) without the semicolon, and the sign of an escape. */
const PLAIN = new Uint8Array(128);
for (const character of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,=:@%")
  PLAIN[character.charCodeAt(0)] = 1;

function decoded(path: string, texts: readonly string[]): readonly string[] | undefined {
  if (/%(?![0-9A-Fa-f]{2})/u.test(path)) return undefined;
  if (
    /%(?:2[dDeEfF]|3[0-9bB]|4[1-9a-fA-F]|5[0-9aAcCfF]|6[1-9a-fA-F]|7[0-9aAeEfF]|[01][0-9a-fA-F])/u.test(path)
  ) {
    return undefined;
  }
  try {
    return texts.map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

interface Node {
  readonly literals: Map<string, Node>;
  parameter: Node | undefined;
  end: End | undefined;
}

/** Where a template ends, with its parameters by their place among the segments. */
interface End {
  readonly operation: string;
  readonly parameters: readonly { readonly place: number; readonly name: string }[];
}

const createNode = (): Node => ({ literals: new Map(), parameter: undefined, end: undefined });

/** All templates of a service. The cost of a look-up depends on the path's length, not on their number. */
export class RouteTable {
  readonly #methods = new Map<string, Node>();

  add(operation: string, template: RouteTemplate): void {
    let node = this.#methods.get(template.method);
    if (node === undefined) this.#methods.set(template.method, (node = createNode()));
    for (const segment of template.segments) node = childFor(node, segment);
    node.end = { operation, parameters: parametersOf(template) };
  }

  /** `target` is the request-target as received; `HEAD` counts as `GET`. */
  match(method: string, target: string): RouteMatch | undefined {
    const root = this.#methods.get(method === 'HEAD' ? 'GET' : method);
    const query = target.indexOf('?');
    const segments = root && canonicalSegments(query === -1 ? target : target.slice(0, query));
    if (root === undefined || segments === undefined) return undefined;
    const end = find(root, segments, 0)?.end;
    return end && { operation: end.operation, params: paramsOf(end, segments) };
  }
}

function childFor(node: Node, segment: Segment): Node {
  if ('parameter' in segment) return (node.parameter ??= createNode());
  let child = node.literals.get(segment.literal);
  if (child === undefined) node.literals.set(segment.literal, (child = createNode()));
  return child;
}

/** Templates never overlap, so at most one branch reaches an end. */
function find(node: Node, segments: readonly string[], index: number): Node | undefined {
  const segment = segments[index];
  if (segment === undefined) return node.end === undefined ? undefined : node;
  const literal = node.literals.get(segment);
  const found = literal && find(literal, segments, index + 1);
  if (found !== undefined || segment === '' || node.parameter === undefined) return found;
  return find(node.parameter, segments, index + 1);
}

function parametersOf({ segments }: RouteTemplate): End['parameters'] {
  return segments.flatMap((segment, place) =>
    'parameter' in segment ? [{ place, name: segment.parameter }] : [],
  );
}

/** The parameters of a template in a path that is known to match it. */
function paramsOf({ parameters }: End, segments: readonly string[]): Readonly<Record<string, string>> {
  const params: Record<string, string> = {};
  for (const { place, name } of parameters) params[name] = segments[place] ?? '';
  return params;
}
