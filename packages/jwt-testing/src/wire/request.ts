/** A request as bytes, without any check, completion or encoding. */

/** The parts of a request. Text is Latin-1: one character is one byte. */
export interface RawRequest {
  readonly method: string;
  /** The request-target, as it is written. */
  readonly target: string;
  /** The value of `Host`. Its first label is a tenant. */
  readonly host: string;
  /** Header lines, such as `X-Tenant: t-eu`, without their line ends. */
  readonly lines: readonly string[];
  readonly body?: string;
  /** Trailer lines. With them, the body is sent in one chunk. */
  readonly trailer?: readonly string[];
}

/** The request with more header lines at its end. */
export function withLines(request: RawRequest, ...lines: readonly string[]): RawRequest {
  return { ...request, lines: [...request.lines, ...lines] };
}

/** The request with one more parameter in its query. */
export function withQuery(request: RawRequest, parameter: string): RawRequest {
  return {
    ...request,
    target: `${request.target}${request.target.includes('?') ? '&' : '?'}${parameter}`,
  };
}

/** The request with a body and its `Content-Type`. */
export function withBody(request: RawRequest, type: string, body: string): RawRequest {
  return { ...withLines(request, `Content-Type: ${type}`), body };
}

/** The bytes, Latin-1. */
export function serialiseRequest({ method, target, host, lines, body, trailer }: RawRequest): string {
  const head = [`${method} ${target} HTTP/1.1`, `Host: ${host}`, ...lines];
  if (trailer !== undefined) {
    const text = body ?? '';
    const chunk = text === '' ? '' : `${text.length.toString(16)}\r\n${text}\r\n`;
    return [...head, 'Transfer-Encoding: chunked', '', `${chunk}0`, ...trailer, '', ''].join('\r\n');
  }
  if (body === undefined && ['GET', 'HEAD', 'OPTIONS', 'TRACE'].includes(method)) {
    return [...head, '', ''].join('\r\n');
  }
  return [...head, `Content-Length: ${String((body ?? '').length)}`, '', body ?? ''].join('\r\n');
}
