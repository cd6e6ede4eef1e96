/** How the commands that fetch keys reach the issuers: under the limits of the engine, and through a proxy where one is named. */

import { httpsKeyFetcher, type KeyFetcher, type VerifierOptions } from '@org/jwt-core';
import { readText } from '../policy-files/read-policy.js';
import type { Terminal } from '../terminal/terminal.js';

/** The options that these commands share. */
export interface ConnectionOptions {
  /** A URL, or `env`. */
  readonly proxy?: string;
  /** A file with authorities, in PEM. */
  readonly ca?: string;
  readonly allowHttpLoopback: boolean;
  /** In seconds. */
  readonly timeout?: number;
}

/** For `createVerifier`. */
export type Connection = Required<Pick<VerifierOptions, 'keyFetcher' | 'insecure'>>;

/** Made by `connection`. Each address is noted before it is asked. */
export async function connection(
  { proxy, ca, allowHttpLoopback, timeout }: ConnectionOptions,
  terminal: Terminal,
): Promise<Connection> {
  const fetcher = httpsKeyFetcher({
    ...(proxy === undefined ? {} : { proxy: proxy === 'env' ? 'environment' : proxy }),
    ...(ca === undefined ? {} : { ca: await readText(ca, terminal) }),
    ...(timeout === undefined ? {} : { timeoutMs: timeout * 1000 }),
  });
  return { keyFetcher: noting(fetcher, terminal), insecure: { allowHttpLoopback } };
}

function noting(fetcher: KeyFetcher, { note, colours }: Terminal): KeyFetcher {
  const noted: KeyFetcher = (url, options) => {
    note(colours.dim(`asking ${url.origin}${url.pathname}\n`));
    return fetcher(url, options);
  };
  return fetcher.timeoutMs === undefined ? noted : Object.assign(noted, { timeoutMs: fetcher.timeoutMs });
}

/** What the engine says of options of code, with the options of the command. */
export function inOptionWords(message: string): string {
  return message.replace('allow insecure.allowHttpLoopback', 'add --allow-http-loopback');
}
