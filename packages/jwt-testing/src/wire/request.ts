/** A request as bytes: nothing is checked, completed or encoded on the way. */

/** What is written to the socket. Text stands for bytes, one character each (Latin-1). */
export interface RawRequest {
  readonly method: string;
  /** The request-target, as it is written. */
  readonly target: string;
  /** The part of `Host`; its first label names a tenant. */
  readonly host: string;
  /** Whole lines, such as `X-Tenant: t-eu`, without their line breaks. */
  readonly lines: readonly string[];
  readonly body?: string;
  /** `chunked` sends the body in one chunk, with these lines as its trailer. */
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

/** The request with a body, and the line that says what it is. */
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
