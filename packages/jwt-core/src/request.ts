/**
 * What an adapter tells the core about one HTTP request: facts as received, nothing interpreted.
 *
 * Nothing is copied, and nothing may have been joined: two `Authorization` lines must be seen as two.
 */
export interface AccessRequest {
  /** The HTTP method, as the router sees it (`GET`, `POST`, …). `HEAD` is judged as `GET`. */
  readonly method: string;
  /** The request-target as received (RFC 9112 §3.2): path and query, still percent-encoded. */
  readonly target: string;
  /** Name, value, name, value, … exactly as `IncomingMessage.rawHeaders` gives them. */
  readonly rawHeaders: readonly string[];
  /** The router's path parameters, decoded, where a handler is bound to a named operation. */
  readonly params?: Readonly<Record<string, unknown>>;
}

/** Every value of one header, in the order received. `name` is lower case. */
export function headerValues(request: AccessRequest, name: string): string[] {
  const values: string[] = [];
  const { rawHeaders } = request;
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const header = rawHeaders[index];
    const value = rawHeaders[index + 1];
    if (header?.length !== name.length || value === undefined) continue;
    if (header.toLowerCase() === name) values.push(value);
  }
  return values;
}
