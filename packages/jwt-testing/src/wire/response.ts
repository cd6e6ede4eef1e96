/** Reads responses from the text that was received over a socket (RFC 9112 §6). */

/** One response. Text is Latin-1: one character is one byte. */
export interface RawResponse {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** A response and the text after it; `undefined` while the response is incomplete. */
export function readResponse(
  text: string,
  { isHead, isClosed }: { readonly isHead: boolean; readonly isClosed: boolean },
): { readonly response: RawResponse; readonly rest: string } | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const head = text.slice(0, end);
  const status = Number(/^HTTP\/1\.[01] (\d{3})/u.exec(head)?.[1] ?? Number.NaN);
  const after = text.slice(end + 4);
  // An interim response, such as "100 Continue".
  if (status < 200) return readResponse(after, { isHead, isClosed });
  const done = (body: string, rest: string): { response: RawResponse; rest: string } => ({
    response: { status, head, body },
    rest,
  });
  if (isHead || status === 204 || status === 304) return done('', after);
  if (/^chunked$/iu.test(headerOf(head, 'transfer-encoding') ?? '')) {
    const chunks = readChunks(after);
    return chunks && done(chunks.body, chunks.rest);
  }
  const length = headerOf(head, 'content-length');
  if (length === undefined) return isClosed ? done(after, '') : undefined;
  const size = Number(length);
  return after.length < size ? undefined : done(after.slice(0, size), after.slice(size));
}

/** The first value of a header. */
export function headerOf(head: string, name: string): string | undefined {
  const lines = head.split('\r\n').slice(1);
  const line = lines.find((each) => each.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return line?.slice(name.length + 1).trim();
}

function readChunks(text: string): { readonly body: string; readonly rest: string } | undefined {
  let body = '';
  let position = 0;
  for (;;) {
    const end = text.indexOf('\r\n', position);
    if (end === -1) return undefined;
    const size = Number.parseInt(text.slice(position, end), 16);
    const next = end + 2 + size + 2;
    if (text.length < next) return undefined;
    if (size === 0) return { body, rest: text.slice(next) };
    body += text.slice(end + 2, end + 2 + size);
    position = next;
  }
}
