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
export function headerValues({ rawHeaders }: AccessRequest, name: string): string[] {
  const values: string[] = [];
  let place = placeOfValue(rawHeaders, name);
  while (place !== -1) {
    values.push(rawHeaders[place] ?? '');
    place = placeOfValue(rawHeaders, name, place + 1);
  }
  return values;
}

/** Where the next value of a header stands, from the name at `start` on; -1 where there is none. */
export function placeOfValue(rawHeaders: readonly string[], name: string, start = 0): number {
  for (let place = start + 1; place < rawHeaders.length; place += 2) {
    const header = rawHeaders[place - 1];
    if (header?.length !== name.length || rawHeaders[place] === undefined) continue;
    if (header.toLowerCase() === name) return place;
  }
  return -1;
}
