/** What came in answer to a fetch, in words that may be logged. */

import { cut, printable } from './printable.js';

type Headers = Readonly<Record<string, string>>;

/** Of an address, in UTF-16 units. */
const MAX_ADDRESS_LENGTH = 150;
const MAX_TYPE_LENGTH = 40;

/** An address without credentials, and without its query, which may hold a key. */
export function shownUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return cut(printable(text), MAX_ADDRESS_LENGTH);
  const { protocol, host, pathname, search } = url;
  return `${cut(`${protocol}//${host}${pathname}`, MAX_ADDRESS_LENGTH)}${search === '' ? '' : '?…'}`;
}

/** A status that is not a success: with the type of what came, or with the host that it leads to. */
export function describeStatus(
  { status, headers = {} }: { readonly status: number; readonly headers?: Headers },
  asked: string,
): string {
  const text = `status ${String(status)}`;
  const location = headers['location'] ?? '';
  const isRedirect = status >= 300 && status < 400 && location !== '';
  if (isRedirect && URL.canParse(location, asked)) {
    const { protocol, host } = new URL(location, asked);
    return `${text} to ${cut(`${protocol}//${host}`, MAX_ADDRESS_LENGTH)}, and no redirect is followed`;
  }
  const type = describeType(headers);
  return type === undefined ? text : `${text} (${type})`;
}

/** The media type without its parameters, where there is one. */
export function describeType({ 'content-type': type = '' }: Headers): string | undefined {
  const [name = ''] = type.split(';', 1);
  return name.trim() === '' ? undefined : cut(printable(name.trim()), MAX_TYPE_LENGTH);
}
