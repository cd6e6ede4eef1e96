/** The credential of a key set that wants one: a Bearer token in a file, which its owner replaces now and then. */

import { readBoundedFileLater, whyUnreadable } from '../../io/bounded-file.js';
import { FetchFailure } from '../../io/fetch-failure.js';

const MAX_TOKEN_BYTES = 16_384;

/** RFC 6750 §2.1. */
const B64TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/u;

/**
 * Reads it again at each call: the kubelet writes another one every hour.
 *
 * @throws {@link FetchFailure} where there is none. Neither the token nor the path is repeated: the path may be the token,
 * written in the wrong place.
 */
export async function readBearerToken(path: string): Promise<string> {
  const text = await readBoundedFileLater(path, MAX_TOKEN_BYTES).then(
    ({ bytes }) => bytes.toString('latin1').replace(/\r?\n$/u, ''),
    (error: unknown) => {
      throw new FetchFailure(`the tokenFile cannot be read: ${whyUnreadable(error)}`);
    },
  );
  if (B64TOKEN.test(text)) return text;
  throw new FetchFailure(
    text === '' ? 'the tokenFile is empty' : 'the tokenFile holds something else than one Bearer token',
  );
}
