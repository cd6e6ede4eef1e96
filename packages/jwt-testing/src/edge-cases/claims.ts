/** Edge cases of the claims. */

import { onClaims, onPayload } from '../alterations/alteration.js';
import { onClaimText } from '../attacks/values/json-values.js';
import { withMember } from '../attacks/values/json-texts.js';
import { EXACT_NUMBERS, INEXACT_NUMBERS } from '../attacks/values/numbers.js';
import type { ClaimsToSign } from '../issuer/test-issuer.js';
import { edgeCasesOf, type EdgeCase, type EdgeCaseEntry } from './edge-case.js';

const rightOne = ({ aud }: ClaimsToSign): string => String(Array.isArray(aud) ? (aud as unknown[])[0] : aud);
const SIBLINGS = Array.from({ length: 40 }, (_, index) => `https://sibling-${String(index)}.example`);

const AUDIENCES: Readonly<Record<string, EdgeCaseEntry>> = {
  string: onClaims((claims) => ({ aud: rightOne(claims) })),
  'list-of-one': onClaims((claims) => ({ aud: [rightOne(claims)] })),
  'list-of-one-twice': onClaims((claims) => ({ aud: [rightOne(claims), rightOne(claims)] })),
  'list-of-two': ['contains', onClaims((claims) => ({ aud: [rightOne(claims), 'https://sibling.example'] }))],
  'last-of-many': ['contains', onClaims((claims) => ({ aud: [...SIBLINGS, rightOne(claims)] }))],
  'with-empty-string': ['contains', onClaims((claims) => ({ aud: ['', rightOne(claims)] }))],
  'with-near-miss': ['contains', onClaims((claims) => ({ aud: [`${rightOne(claims)}/`, rightOne(claims)] }))],
};

const at =
  (claim: string, write: (now: number) => string): EdgeCaseEntry =>
  (material) =>
    onClaimText(claim, () => write(Number(material.claims['iat'])))(material);
const within = (entry: EdgeCaseEntry): EdgeCaseEntry =>
  typeof entry === 'function' ? ['skew', entry] : entry;

const TIMES: Readonly<Record<string, EdgeCaseEntry>> = {
  'exp-with-fraction': at('exp', (now) => `${String(now + 60)}.75`),
  'exp-with-point-zero': at('exp', (now) => `${String(now + 60)}.0`),
  'exp-with-exponent': at('exp', (now) => `${String((now + 60) / 10)}e1`),
  'exp-with-capital-exponent': at('exp', (now) => `${String(now + 60)}0E-1`),
  'exp-in-one-second': at('exp', (now) => String(now + 1)),
  'exp-in-half-a-second': at('exp', (now) => `${String(now)}.5`),
  'exp-just-past': within(onClaims(({ iat }) => ({ iat: Number(iat) - 60, exp: Number(iat) - 4 }))),
  'exp-now': within(onClaims(({ iat }) => ({ iat: Number(iat) - 60, exp: iat }))),
  'iat-with-fraction': at('iat', (now) => `${String(now - 1)}.25`),
  'iat-just-ahead': within(at('iat', (now) => String(now + 5))),
  'nbf-just-ahead': within(at('nbf', (now) => String(now + 5))),
  'nbf-now': at('nbf', String),
  'nbf-with-fraction': at('nbf', (now) => `${String(now - 1)}.999`),
  'nbf-zero': at('nbf', () => '0'),
  'nbf-minus-zero': at('nbf', () => '-0'),
  'nbf-negative': at('nbf', () => '-1'),
  'nbf-long-ago': at('nbf', (now) => String(now - 100_000_000)),
  'nbf-missing': onClaims(() => ({ nbf: undefined })),
  'nbf-null': onClaims(() => ({ nbf: null })),
};

/** The scopes of the good token, written in another way (RFC 6749 §3.3). */
const spaced = (write: (names: readonly string[]) => unknown): EdgeCaseEntry =>
  onClaims(({ scope = [] }) => ({
    scope: write(Array.isArray(scope) ? scope.map(String) : String(scope).split(' ')),
  }));

const NAMES: Readonly<Record<string, EdgeCaseEntry>> = {
  'jti-missing': onClaims(() => ({ jti: undefined })),
  'jti-null': onClaims(() => ({ jti: null })),
  'jti-empty': onClaims(() => ({ jti: '' })),
  'act-null': ['noActor', onClaims(() => ({ act: null }))],
  'jti-long': onClaims(() => ({ jti: 'j'.repeat(1000) })),
  'jti-in-unicode': onClaims(() => ({ jti: '\u{1f511}' })),
  'sub-in-unicode': ['subject', onClaims(() => ({ sub: '\u0434\u0436\u0443\u043b\u0438\u044f \u{1f642}' }))],
  'sub-with-spaces': ['subject', onClaims(() => ({ sub: ' a b ' }))],
  'sub-like-object-member': ['subject', onClaims(() => ({ sub: '__proto__' }))],
  'sub-long': ['subject', onClaims(() => ({ sub: 's'.repeat(1000) }))],
  'sub-like-url': ['subject', onClaims(() => ({ sub: 'https://id.example/users/1?x=y#z' }))],
  'scope-as-list': onClaims(({ scope }) => ({ scope: String(scope).split(' ') })),
  'scope-turned': onClaims(({ scope }) => ({ scope: String(scope).split(' ').reverse().join(' ') })),
  'scope-with-more': onClaims(({ scope }) => ({ scope: `openid ${String(scope)} https://x.example/a+b` })),
  'scope-twice': onClaims(({ scope }) => ({ scope: `${String(scope)} ${String(scope)}` })),
  'scope-with-two-spaces': spaced((names) => names.join('  ')),
  'scope-with-many-spaces': spaced((names) => names.join(' '.repeat(100))),
  'scope-with-space-before': spaced((names) => ` ${names.join(' ')}`),
  'scope-with-space-after': spaced((names) => `${names.join(' ')} `),
  'scope-with-spaces-everywhere': spaced((names) => `   openid   ${names.join('   ')}   `),
  'scope-as-list-with-empty-string': spaced((names) => ['', ...names, '']),
  'roles-with-empty-string': onClaims(({ roles }) => ({ roles: ['', roles ?? [], ''].flat() })),
  'roles-as-string-of-one': onClaims(({ roles }) => ({
    roles: Array.isArray(roles) && roles.length === 1 ? (roles as unknown[])[0] : roles,
  })),
  'scope-with-object-members': onClaims(({ scope }) => ({ scope: `__proto__ constructor ${String(scope)}` })),
};

const EXTRA: Readonly<Record<string, string>> = {
  null: '"x":null',
  true: '"x":true',
  'number-with-exponent': '"x":-1.5E+10',
  'number-minus-zero': '"x":-0',
  'number-largest': '"x":1.7976931348623157e308',
  'empty-string': '"x":""',
  'empty-list': '"x":[]',
  'empty-object': '"x":{}',
  'empty-name': '"":1',
  'long-name': `"${'n'.repeat(1000)}":1`,
  'long-text': `"x":"${'t'.repeat(2000)}"`,
  'unicode-name': '"\u00e9\u{1f511}":1',
  'right-to-left': '"x":"\u202e\u05d0\u05d1"',
  'nul-escaped': '"x":"\\u0000"',
  'escaped-pair': '"x":"\\ud83d\\ude00"',
  'every-escape': '"x":"\\"\\\\\\/\\b\\f\\n\\r\\t"',
  'delete-character': '"x":"\x7f"',
  'line-separator': '"x":"\u2028\u2029"',
  noncharacter: '"x":"\uffff"',
  'text-like-json': '"x":"{\\"a\\":1,\\"a\\":2}"',
  'text-like-token': '"x":"eyJhbGciOiJub25lIn0.e30."',
  'same-name-in-two-objects': '"x":{"a":1},"y":{"a":2}',
  'same-name-at-two-depths': '"x":{"x":{"x":1}}',
  'names-in-two-cases': '"x":1,"X":2',
  'sub-in-two-cases': '"SUB":"admin","Sub":"admin"',
  'proto-name': '"__proto__":{"sub":"admin","isAdmin":true}',
  'constructor-name': '"constructor":{"prototype":{"isAdmin":true}}',
  'to-string-name': '"toString":"x","valueOf":1,"hasOwnProperty":null',
  'to-json-name': '"toJSON":"x","then":"y","length":3',
  'fifteen-deep': `"x":${'['.repeat(15)}1${']'.repeat(15)}`,
  'many-elements': `"x":[${'1,'.repeat(900)}1]`,
  'id-token-claims': '"nonce":"n","auth_time":1,"acr":"0","amr":["pwd"],"at_hash":"x"',
  'may-act': '"may_act":{"sub":"agent"}',
  'algorithm-claim': '"alg":"none","kid":"x","typ":"JWT","crit":["exp"],"b64":false',
  'key-claim': '"jwk":{"kty":"oct","k":"AAAA"},"jku":"https://attacker.example"',
};

const MEMBERS = Object.fromEntries(
  Object.entries(EXTRA).map(([label, member]) => [label, onPayload(withMember(member))]),
);

/** Numbers next to the border; those beyond it are texts and names of members. */
const NUMBERS = {
  ...Object.fromEntries(
    Object.entries(EXACT_NUMBERS).map(([label, number]) => [label, onPayload(withMember(`"x":[${number}]`))]),
  ),
  'inexact-as-text': onPayload(withMember(`"x":${JSON.stringify(Object.values(INEXACT_NUMBERS))}`)),
  'inexact-as-one-text': onPayload(withMember(`"x":"\\"${Object.values(INEXACT_NUMBERS).join('\\":')}"`)),
  'inexact-as-names': onPayload(
    withMember(
      Object.values(INEXACT_NUMBERS)
        .map((number) => `"${number}":1`)
        .join(','),
    ),
  ),
};

/** Tokens up to the maximum length, as exactly as the encoding allows. */
const LONG: Readonly<Record<string, EdgeCaseEntry>> = {
  'nearly-as-long-as-allowed': [
    'size',
    (material) => {
      // 3 bytes become 4 characters; the signature and the header are as long as those of the good token.
      const { issuer, claims } = material;
      const room = 8192 - issuer.sign(issuer.header(), claims).length;
      const padding = Math.floor((room * 3) / 4) - '"padding":"",'.length - 3;
      return onClaims(() => ({ padding: 'x'.repeat(padding) }))(material);
    },
  ],
  'as-long-as-half': ['size', onClaims(() => ({ padding: 'x'.repeat(2500) }))],
};

/** Every edge case of the claims. */
export function claimEdgeCases(): readonly EdgeCase[] {
  return [
    ...edgeCasesOf('aud', 'aud is', AUDIENCES),
    ...edgeCasesOf('time', 'A time is in an unusual form', TIMES),
    ...edgeCasesOf('name', 'A name or a grant is unusual', NAMES),
    ...edgeCasesOf('extra-claim', 'There is a claim that no check reads', MEMBERS),
    ...edgeCasesOf('number', 'A number is next to the border of what can be held', NUMBERS),
    ...edgeCasesOf('size', 'The token is long', LONG),
  ];
}
