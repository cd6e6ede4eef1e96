/** Why a fetch failed, in words that may be logged: nothing of what was fetched, and no credentials. */

import { cut } from './printable.js';
import { codeOf, reasonOf } from './reason.js';

/** The message is a short reason. */
export class FetchFailure extends Error {
  override readonly name: string = 'FetchFailure';
}

const UNTRUSTED =
  'its certificate is of an authority that is not trusted: NODE_EXTRA_CA_CERTS, caFile or ca names more of them';

/** What the codes of Node and OpenSSL mean to the operator, where the code does not say it. */
const WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the name is not known here',
  EAI_AGAIN: 'the name server did not answer',
  ECONNREFUSED: 'no server listens there',
  ECONNRESET: 'the connection was reset',
  EPROTO: 'it does not speak TLS there',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS there',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS there',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
};

const MAX_FOREIGN_LENGTH = 120;

/**
 * The failure that an error is. Node's own errors may quote the answer (`rawPacket`) or the certificate, and a fetcher of the
 * application may throw anything: of an error with a code, the code is passed on; else the beginning of its message.
 */
export function failureOf(error: unknown): FetchFailure {
  if (error instanceof FetchFailure) return error;
  const code = codeOf(error);
  if (code === undefined)
    return new FetchFailure(cut(reasonOf(error, 'the fetch failed'), MAX_FOREIGN_LENGTH));
  const words = Object.hasOwn(WORDS, code) ? WORDS[code] : undefined;
  return new FetchFailure(words === undefined ? code : `${code} (${words})`);
}
