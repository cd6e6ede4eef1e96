/** The one spelling of a path that is matched. A path in another spelling matches nothing. */

/** The path of a request-target: no router goes by the query. */
export function pathOf(target: string): string {
  const query = target.indexOf('?');
  return query === -1 ? target : target.slice(0, query);
}

/**
 * The segments of a canonical path, as received; `undefined` where there is another spelling of the same path, or where
 * another reader may take it for another path: dot segments, `//`, encoded slashes, backslashes or unreserved
 * characters, control characters, `;`, fragments, absolute form. An empty last segment is a final slash.
 */
export function canonicalSegments(path: string): readonly string[] | undefined {
  if (path.charCodeAt(0) !== SLASH) return undefined;
  let start = 1;
  let count = 1;
  let hasEscapes = false;
  // One look at each character: every request passes here.
  for (let index = 1; index < path.length; index += 1) {
    const code = path.charCodeAt(index);
    if (code === SLASH) {
      if (index === start || isDots(path, start, index)) return undefined;
      start = index + 1;
      count += 1;
    } else if (PLAIN[code] !== 1) return undefined;
    else if (code === PERCENT) hasEscapes = true;
  }
  if (isDots(path, start, path.length) || (hasEscapes && NOT_CANONICAL.test(path))) return undefined;
  return split(path, count);
}

/** The text of a segment, as routers give it to a handler; `undefined` for bytes that are not UTF-8. */
export function decodeSegment(segment: string): string | undefined {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

/**
 * The one spelling of a text as a segment: escaped is what cannot be in a path as it is (RFC 3986 §3.3), and `;`.
 * `undefined` for a half of a surrogate pair, which no path can say.
 */
export function encodeSegment(text: string): string | undefined {
  if (/\p{Surrogate}/u.test(text)) return undefined;
  return encodeURIComponent(text).replace(/%(?:24|26|2B|2C|3A|3D|40)/gu, decodeURIComponent);
}

/** A list with exactly that room: one that grows makes room for sixteen. */
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

/**
 * What a segment can hold as it is: `pchar` (RFC 3986 §3.3) without the semicolon, the sign of an escape, and what
 * browsers send without one: `[`, `]`, `|` (path percent-encode set of the URL Standard), and some of them `^`.
 */
const PLAIN = new Uint8Array(128);
for (const character of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,=:@%[]^|")
  PLAIN[character.charCodeAt(0)] = 1;

/** An escape that is cut off, or one of a control character, a slash, a backslash, `;` or an unreserved character. */
const NOT_CANONICAL =
  /%(?![0-9A-Fa-f]{2})|%(?:2[dDeEfF]|3[0-9bB]|4[1-9a-fA-F]|5[0-9aAcCfF]|6[1-9a-fA-F]|7[0-9aAeEfF]|[01][0-9a-fA-F])/u;
