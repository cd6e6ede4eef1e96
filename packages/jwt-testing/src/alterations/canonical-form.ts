/** Tokens with a second spelling, which two parsers may read differently (RFC 7515 §2, §4, RFC 4648 §3.5). */

import { encodeSegment, splitToken } from '../issuer/compact.js';
import { onHeader, onPayload, onToken, type Alteration } from './alteration.js';
import { setUnusedBits, signSegments, withUnusedBits } from './segments.js';

/** Alterations of the base64url form, and of member names. */
export const CANONICAL_FORM_ALTERATIONS: readonly Alteration[] = [
  {
    name: 'padded-signature',
    summary: 'The signature segment ends in base64 padding.',
    code: 'format.not_canonical',
    apply: onToken((token) => `${token}==`),
  },
  {
    name: 'base64-alphabet',
    summary: 'The payload is spelled in base64 with / instead of _, and signed in this form.',
    code: 'format.not_canonical',
    apply: onToken((_, material) => {
      // Every alignment of these bytes spells a _.
      const payload = encodeSegment({ ...material.claims, note: 'ÿÿÿÿÿÿ' }).replaceAll('_', '/');
      return signSegments(material, encodeSegment(material.issuer.header()), payload);
    }),
  },
  {
    name: 'unused-bits-in-header',
    summary:
      'The unused bits at the end of the header are not zero; the signature is good for this spelling.',
    code: 'format.not_canonical',
    apply: onToken((_, material) => {
      const header = encodeSegment(withUnusedBits(JSON.stringify(material.issuer.header())));
      return signSegments(material, setUnusedBits(header), encodeSegment(material.claims));
    }),
  },
  {
    name: 'unused-bits-in-payload',
    summary:
      'The unused bits at the end of the payload are not zero; the signature is good for this spelling.',
    code: 'format.not_canonical',
    apply: onToken((_, material) => {
      const payload = encodeSegment(withUnusedBits(JSON.stringify(material.claims)));
      return signSegments(material, encodeSegment(material.issuer.header()), setUnusedBits(payload));
    }),
  },
  {
    name: 'unused-bits-in-signature',
    summary:
      'The unused bits at the end of the signature are not zero: a second token with the same meaning.',
    code: 'format.not_canonical',
    onlyWith: 'an algorithm whose signatures have unused bits: not ES384 and not ES512',
    apply: onToken((token) => {
      const [header, payload, signature] = splitToken(token);
      return `${header}.${payload}.${setUnusedBits(signature)}`;
    }),
  },
  {
    name: 'duplicate-claim',
    summary: 'The payload names sub twice.',
    code: 'format.duplicate_member',
    apply: onPayload((json) => json.replace(/^\{/u, '{"sub":"admin",')),
  },
  {
    name: 'duplicate-claim-escaped',
    summary: 'The payload names sub twice, once with an escaped letter.',
    code: 'format.duplicate_member',
    apply: onPayload((json) => json.replace(/^\{/u, '{"\\u0073ub":"admin",')),
  },
  {
    name: 'duplicate-member-in-nested-claim',
    summary: 'An object inside the payload names a member twice.',
    code: 'format.duplicate_member',
    apply: onPayload((json) => json.replace(/^\{/u, '{"note":[{"a":1,"a":2}],')),
  },
  {
    name: 'duplicate-header-parameter',
    summary: 'The header names alg twice, first as none (RFC 7515 §4).',
    code: 'format.duplicate_member',
    apply: onHeader((header) => JSON.stringify(header).replace(/^\{/u, '{"alg":"none",')),
  },
];
