/** Headers that go to every key server: what they must not be. */

import { ConfigurationError } from '../../options/configuration-error.js';

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
 * Checks headers that are the same for every server.
 *
 * @throws {@link ConfigurationError} that names the header, and never repeats its value.
 */
export function checkCommonHeaders(caller: string, headers: unknown): void {
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers)) {
    throw new ConfigurationError(
      `${caller}: headers: expected an object of strings, or a function of the URL.`,
    );
  }
  for (const [name, value] of Object.entries<unknown>({ ...headers })) {
    const problem = faultOf(name, value);
    if (problem !== undefined)
      throw new ConfigurationError(`${caller}: headers: ${JSON.stringify(name)} ${problem}.`);
  }
}

function faultOf(name: string, value: unknown): string | undefined {
  if (!NAME.test(name)) return 'is not the name of a header';
  if (CREDENTIALS.includes(name.toLowerCase()))
    return 'would be sent to every key server: write tokenFile for its issuer, or give a function of the URL';
  if (RESERVED.includes(name.toLowerCase())) return 'is set by this library';
  return typeof value === 'string' && VALUE.test(value) ? undefined : 'is not a string in ASCII';
}
