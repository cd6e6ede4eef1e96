/** Tokens that are not a signed JWT (RFC 7515 §3.1, RFC 7519 §7.2, RFC 8725 §3.8). A signature, if present, is good. */

import { encodeSegment, splitToken } from '../issuer/compact.js';
import { onHeader, onPayload, onToken, type Alteration } from './alteration.js';
import { signSegments } from './segments.js';

const BYTE_ORDER_MARK = '\uFEFF';
/** `{"x":"` … `"}` around a byte that is not UTF-8. */
const NOT_UTF8 = Buffer.from([0x7b, 0x22, 0x78, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d]);
const NOT_UTF8_MEMBER = Buffer.from([0x2c, 0x22, 0x78, 0x22, 0x3a, 0x22, 0xc0, 0xaf, 0x22, 0x7d]);

const withMember = (json: string, member: string): string => json.replace(/^\{/u, `{${member},`);
const malformed = (name: string, summary: string, apply: Alteration['apply']): Alteration => ({
  name,
  summary,
  code: 'format.malformed',
  apply,
});

/** Alterations of segments and JSON. */
export const FORMAT_ALTERATIONS: readonly Alteration[] = [
  malformed(
    'opaque-token',
    'The token is a random string.',
    onToken(() => 'mF_9.B5f-4.1JqM'.replaceAll('.', '')),
  ),
  malformed(
    'two-segments',
    'The signature segment and its dot are missing.',
    onToken((token) => token.split('.').slice(0, 2).join('.')),
  ),
  malformed(
    'four-segments',
    'A fourth segment follows the signature.',
    onToken((token) => `${token}.e30`),
  ),
  malformed(
    'impossible-segment-length',
    'A segment has a length that base64url text cannot have.',
    onToken((token) => {
      const [header, payload] = splitToken(token);
      return `${header}.${payload}.AAAAA`;
    }),
  ),
  malformed(
    'character-outside-alphabet',
    'A segment holds a tilde, which b64token allows and base64url does not.',
    onToken((token) => `${token}~`),
  ),
  malformed(
    'empty-header',
    'The header segment is empty.',
    onToken((token) => token.slice(token.indexOf('.'))),
  ),
  malformed(
    'header-not-json',
    'The header is not JSON.',
    onHeader(() => 'alg=ES256'),
  ),
  malformed(
    'header-is-array',
    'The header is a JSON array.',
    onHeader((header) => JSON.stringify([header])),
  ),
  malformed(
    'header-with-byte-order-mark',
    'The header starts with a byte-order mark.',
    onHeader((header) => BYTE_ORDER_MARK + JSON.stringify(header)),
  ),
  malformed(
    'header-not-utf8',
    'The header holds a byte that is not UTF-8.',
    onHeader((header) => Buffer.concat([Buffer.from(JSON.stringify(header).slice(0, -1)), NOT_UTF8_MEMBER])),
  ),
  malformed(
    'alg-missing',
    'The header has no alg.',
    onHeader((header) => ({ ...header, alg: undefined })),
  ),
  malformed(
    'alg-is-array',
    'alg is a list.',
    onHeader((header) => ({ ...header, alg: [header['alg']] })),
  ),
  malformed(
    'alg-is-null',
    'alg is null.',
    onHeader((header) => ({ ...header, alg: null })),
  ),
  malformed(
    'kid-is-number',
    'kid is a number.',
    onHeader((header) => ({ ...header, kid: 1 })),
  ),
  malformed(
    'kid-is-object',
    'kid is an object, which some databases read as a query.',
    onHeader((header) => ({ ...header, kid: { $ne: '' } })),
  ),
  malformed(
    'typ-is-array',
    'typ is a list.',
    onHeader((header) => ({ ...header, typ: [header['typ']] })),
  ),
  malformed(
    'payload-not-json',
    'The payload is not JSON.',
    onPayload(() => 'sub=user-1'),
  ),
  malformed(
    'payload-is-array',
    'The payload is a JSON array.',
    onPayload((json) => `[${json}]`),
  ),
  malformed(
    'payload-is-string',
    'The payload is a JSON string.',
    onPayload((json) => JSON.stringify(json)),
  ),
  malformed(
    'payload-is-null',
    'The payload is null.',
    onPayload(() => 'null'),
  ),
  malformed(
    'payload-with-byte-order-mark',
    'The payload starts with a byte-order mark.',
    onPayload((json) => BYTE_ORDER_MARK + json),
  ),
  malformed(
    'payload-not-utf8',
    'The payload is JSON around a byte that is not UTF-8.',
    onPayload(() => NOT_UTF8),
  ),
  malformed(
    'payload-with-overlong-utf8',
    'The payload holds a slash in an overlong UTF-8 form.',
    onPayload((json) => Buffer.concat([Buffer.from(json.slice(0, -1)), NOT_UTF8_MEMBER])),
  ),
  malformed(
    'payload-with-trailing-text',
    'A second object follows the payload.',
    onPayload((json) => `${json}{}`),
  ),
  malformed(
    'payload-with-comment',
    'The payload holds a comment.',
    onPayload((json) => `/**/${json}`),
  ),
  malformed(
    'infinite-number',
    'A number is too large to be finite.',
    onPayload((json) => withMember(json, '"x":1e999')),
  ),
  malformed(
    'infinite-expiry',
    'exp is 1e999, which no clock reaches.',
    onPayload((json) => json.replace(/"exp":\d+/u, '"exp":1e999')),
  ),
  malformed(
    'half-surrogate-pair',
    'A string holds half of a surrogate pair.',
    onPayload((json) => withMember(json, '"x":"\\ud800"')),
  ),
  malformed(
    'deep-nesting',
    'A claim is nested five hundred levels deep.',
    onPayload((json) => withMember(json, `"x":${'['.repeat(500)}${']'.repeat(500)}`)),
  ),
  malformed(
    'too-many-members',
    'A claim is a list of two thousand elements.',
    onPayload((json) => withMember(json, `"x":[${'0,'.repeat(1999)}0]`)),
  ),
  malformed(
    'encoded-twice',
    'The payload segment was encoded a second time.',
    onToken((token, material) => {
      const [header, payload] = splitToken(token);
      return signSegments(material, header, encodeSegment(payload));
    }),
  ),
];
