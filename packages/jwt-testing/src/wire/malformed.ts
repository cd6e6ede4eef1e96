/** Bytes that are not valid HTTP, and several requests in one. Node answers most of them itself. */

import type { Caller, CallerTokens } from './callers.js';

/** Bytes for a connection of their own. */
export interface MalformedCase {
  readonly name: string;
  /** The caller whose rights no request in the bytes may exceed. */
  readonly caller: Caller;
  /** Latin-1. */
  readonly bytes: string;
  /** Whether the server rightly waits for more. */
  readonly isIncomplete: boolean;
}

const INCOMPLETE: ReadonlySet<string> = new Set([
  'no bytes',
  'half a line',
  'half a head',
  'a length beyond 2^53',
]);

/** The cases, for a path that only the admin may call. */
export function malformedCases(tokens: CallerTokens, path: string, host: string): readonly MalformedCase[] {
  const line = `Authorization: Bearer ${tokens.admin}`;
  const readers = `Authorization: Bearer ${tokens.reader}`;
  const start = `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n`;
  const inside = `${start}\r\n`;
  const post = start.replace('GET', 'POST');
  const head = (text: string): string => `${start}${text}\r\n\r\n`;
  const rows = (caller: Caller, all: Readonly<Record<string, string>>): readonly MalformedCase[] =>
    Object.entries(all).map(([name, bytes]) => ({ name, caller, bytes, isIncomplete: INCOMPLETE.has(name) }));
  return [
    ...rows('admin', {
      'a line folded between scheme and token': head(line.replace('Bearer ', 'Bearer\r\n ')),
      'a line folded with a tab': head(line.replace('Bearer ', 'Bearer\r\n\t')),
      'a line folded inside the token': head(line.replace('.', '\r\n .')),
      'NUL before the token': head(line.replace('Bearer ', 'Bearer \0')),
      'NUL after the token': head(`${line}\0`),
      'NUL in the name': head(line.replace('zation', 'zation\0')),
      'a control character': head(line.replace('Bearer ', 'Bearer \x01')),
      DEL: head(`${line}\x7f`),
      'a vertical tab': head(line.replace('Bearer ', 'Bearer\x0b')),
      'a space before the colon': head(line.replace(':', ' :')),
      'a space before the name': head(` ${line}`),
      'a bare LF before the line': head(`X-A: x\n${line}`),
      'a bare CR before the line': head(`X-A: x\r${line}`),
      'LF line ends': head(line).replaceAll('\r\n', '\n'),
      'CR line ends': head(line).replaceAll('\r\n', '\r'),
      'empty lines first': `\r\n\r\n${head(line)}`,
      'a header too long': head(`X-A: ${'x'.repeat(20_000)}\r\n${line}`),
      'a token too long for Node': head(`${line}${'x'.repeat(20_000)}`),
      'NUL in the path': head(line).replace(path, `${path}\0`),
      'NUL before the path': head(line).replace(path, `\0${path}`),
      'a tab in the path': head(line).replace(path, `${path}\tx`),
      'a space in the path': head(line).replace(path, `${path} x`),
      'UTF-8 in the path': head(line).replace(path, `${path}\xc3\xa9`),
      'a relative path': head(line).replace(path, path.slice(1)),
      'HTTP/1.0': head(line).replace('HTTP/1.1', 'HTTP/1.0'),
      'HTTP/0.9': `GET ${path}\r\n\r\n`,
      'HTTP/1.2': head(line).replace('HTTP/1.1', 'HTTP/1.2'),
      'HTTP/2.0': head(line).replace('HTTP/1.1', 'HTTP/2.0'),
      'the preface of HTTP/2': `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${head(line)}`,
      'TLS on a plain port': `\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03${head(line)}`,
      'no host': head(line).replace(`Host: ${host}\r\n`, ''),
      'a space before the method': ` ${head(line)}`,
      'CONNECT with a path': head(line).replace('GET', 'CONNECT'),
      'CONNECT, then a request': `CONNECT ${host}:443 HTTP/1.1\r\nHost: ${host}\r\n\r\n${head(line)}`,
      'no bytes': '',
      'half a line': `GET ${path}`,
      'half a head': `${start}${line}`,
    }),
    // A request inside of another's body, or after it, has no credential.
    ...rows('denied', {
      'a body with another request in it': `${post}Content-Length: ${String(inside.length)}\r\n\r\n${inside}`,
      'Content-Length and Transfer-Encoding': `${post}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${inside}`,
      'Transfer-Encoding and Content-Length': `${post}Transfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n0\r\n\r\n${inside}`,
      'two lengths': `${post}Content-Length: 0\r\nContent-Length: ${String(inside.length)}\r\n\r\n${inside}`,
      'a list of lengths': `${post}Content-Length: 0, ${String(inside.length)}\r\n\r\n${inside}`,
      'a negative length': `${post}Content-Length: -1\r\n\r\n${inside}`,
      'a signed length': `${post}Content-Length: +${String(inside.length)}\r\n\r\n${inside}`,
      'a hexadecimal length': `${post}Content-Length: 0x10\r\n\r\n${inside}`,
      'a length beyond 2^53': `${post}Content-Length: 9007199254740993\r\n\r\n${inside}`,
      'a length beyond 2^64': `${post}Content-Length: 18446744073709551617\r\n\r\n${inside}`,
      'a length too small': `${post}Content-Length: 1\r\n\r\nx${inside}`,
      'a length on GET': `${start}Content-Length: ${String(inside.length)}\r\n\r\n${inside}`,
      'an unknown coding': `${post}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${inside}`,
      'chunked, then identity': `${post}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${inside}`,
      'chunked twice': `${post}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${inside}`,
      'chunked after a vertical tab': `${post}Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n${inside}`,
      'a chunk that is too short': `${post}Transfer-Encoding: chunked\r\n\r\n1\r\n${inside}`,
      'a chunk of negative size': `${post}Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n${inside}`,
      'a chunk of endless size': `${post}Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n${inside}`,
      'a chunk with an extension': `${post}Transfer-Encoding: chunked\r\n\r\n0;x="\r\n${inside}\r\n\r\n`,
      'chunks with LF': `${post}Transfer-Encoding: chunked\r\n\r\n0\n\n${inside}`,
      'a credential in the trailer': `${post}Transfer-Encoding: chunked\r\nTrailer: Authorization\r\n\r\n0\r\n${line}\r\n\r\n`,

      'twenty requests at once': inside.repeat(20),
    }),
    ...rows('reader', {
      'a credential in the previous request': `POST /nowhere HTTP/1.1\r\nHost: ${host}\r\n${readers}\r\nContent-Length: 0\r\n\r\n${inside}`,
      'a credential in the next request': `${inside}POST /nowhere HTTP/1.1\r\nHost: ${host}\r\n${readers}\r\nContent-Length: 0\r\n\r\n`,
    }),
  ];
}
