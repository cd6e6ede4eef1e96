/** Headers of the application that go to key servers: what they must not be. */

import type { RequestHeaders } from '../../io/request-headers.js';
import { createRecord } from '../../json/plain.js';
import { ConfigurationError } from '../../options/configuration-error.js';

/** Headers for all servers, or what a function of the URL returns. */
export type ServerHeaders = RequestHeaders | ((url: URL) => RequestHeaders | Promise<RequestHeaders>);

/** They would give a credential of one server to all of them. */
const CREDENTIALS = ['authorization', 'cookie', 'proxy-authorization'];

/** They are the connection's, and what this library reads depends on them. */
const RESERVED = [
  ...['accept', 'accept-encoding', 'connection', 'content-length', 'expect', 'host', 'keep-alive'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade'],
];

const NAME = /^[!#$%&'*+.^_`|~\w-]+$/u;
const VALUE = /^[\t -~]*$/u;

/**
 * Checks headers: `all` for those that are the same for every server.
 *
 * @throws {@link ConfigurationError} that names the header, and never repeats its value.
 */
export function checkServerHeaders(headers: unknown, servers: 'all' | 'one'): RequestHeaders {
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers)) {
    throw new ConfigurationError(
      'httpsKeyFetcher: headers: expected an object of strings, or a function of the URL that returns one.',
    );
  }
  const read = createRecord<string>();
  for (const [name, value] of Object.entries<unknown>({ ...headers })) {
    const problem = faultOf(name.toLowerCase(), servers);
    if (problem === undefined && typeof value === 'string' && VALUE.test(value))
      read[name.toLowerCase()] = value;
    else
      throw new ConfigurationError(
        `httpsKeyFetcher: headers: ${JSON.stringify(name)} ${problem ?? NO_TEXT}.`,
      );
  }
  return read;
}

const NO_TEXT = 'is not a string in ASCII';

function faultOf(name: string, servers: 'all' | 'one'): string | undefined {
  if (!NAME.test(name)) return 'is not the name of a header';
  if (RESERVED.includes(name)) return 'is set by this library';
  return servers === 'all' && CREDENTIALS.includes(name)
    ? 'would be sent to every key server: write tokenFile for its issuer, or give a function of the URL'
    : undefined;
}
