/** HMAC with the public key as the secret (RFC 8725 §2.1). */

import { createHmac } from 'node:crypto';
import { onToken, type Alteration } from '../alterations/alteration.js';
import { serialise } from '../issuer/compact.js';
import { PUBLIC_KEY_ENCODINGS, type Encoding } from './values/public-key-encodings.js';
import { attacksOf, pairs, type AttackClass } from './row.js';

type Name = (good: string) => string;

const SIZES = { hs256: 'sha256', hs384: 'sha384', hs512: 'sha512' } as const;

function withMac(
  name: string,
  encoding: Encoding,
  hash: string,
  alg: Name,
  dropsKid: boolean,
): Alteration['apply'] {
  return onToken((_, { issuer, claims }) => {
    const header = {
      ...issuer.header(),
      alg: alg(issuer.header().alg),
      ...(dropsKid ? { kid: undefined } : {}),
    };
    return serialise(header, claims, (bytes) =>
      createHmac(hash, encoding(issuer) ?? name)
        .update(bytes)
        .digest(),
    );
  });
}

const MACS = pairs(PUBLIC_KEY_ENCODINGS, SIZES);

/** Other names under which a verifier may know HMAC. */
const OTHER_NAMES = {
  'lower-case': 'hs256',
  'mixed-case': 'Hs256',
  'java-name': 'HmacSHA256',
  'xml-name': 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256',
  'short-hash': 'HS1',
  'truncated-hash': 'HS256/64',
  'with-space': 'HS256 ',
  'with-nul': 'HS256\0',
  'blake-name': 'HS2B',
};

/** Every public encoding of the key, for every size of HMAC. */
export const CONFUSION: AttackClass = {
  name: 'confusion',
  summary: 'The public key of the issuer is used as an HMAC secret.',
  attacks: () => [
    ...attacksOf('confusion', MACS, ([encoding, hash], label) => ({
      summary: `An HMAC with a public encoding of the key: ${label}.`,
      code: 'algorithm.not_allowed',
      apply: withMac(label, encoding, hash, () => `HS${hash.slice(3)}`, false),
    })),
    ...attacksOf('confusion/no-kid', PUBLIC_KEY_ENCODINGS, (encoding, label) => ({
      summary: `As before, with HS256 and without kid: ${label}.`,
      code: 'algorithm.not_allowed',
      apply: withMac(label, encoding, 'sha256', () => 'HS256', true),
    })),
    ...attacksOf('confusion/under-right-alg', MACS, ([encoding, hash], label) => ({
      summary: `An HMAC instead of the signature, under the right alg: ${label}.`,
      code: 'signature.invalid',
      apply: withMac(label, encoding, hash, (good) => good, false),
    })),
    ...attacksOf('confusion/other-name', OTHER_NAMES, (alg, label) => ({
      summary: `HMAC under another name: ${label}.`,
      code: 'algorithm.not_allowed',
      apply: withMac(
        label,
        (issuer) => PUBLIC_KEY_ENCODINGS['spki-pem']?.(issuer),
        'sha256',
        () => alg,
        false,
      ),
    })),
  ],
};
