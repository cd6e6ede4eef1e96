import { describe, expect, it } from 'vitest';
import { edited, placeOf, problemsOf, SMALL, withLine } from '../../../test/policy-documents.js';

const inIssuer = (line: string, text: string = SMALL): string => withLine('typ: at+jwt', `    ${line}`, text);
const inService = (line: string, text: string = SMALL): string => withLine('accept:', `    ${line}`, text);
const inOperation = (line: string, text: string = SMALL): string =>
  withLine('route:', `        ${line}`, text);

const OTHER = `  mail:
    audience: https://mail.example
    accept: [logn]
    operations:
      send: { allow: [{ identity: bto }] }
identities:
  bot: { issuer: login, require: { sub: { equals: x } }, owner: me, reviewBy: 2027-01-31 }
`;

async function codes(text: string): Promise<readonly string[]> {
  return (await problemsOf(text)).map((problem) => placeOf(problem).replace(/^\S+ /u, ''));
}

const MEANING = [
  'undefined_reference /services/mail/accept/0',
  'undefined_reference /services/mail/operations/send/allow/0/identity',
];

describe('a mistake of another kind hides no unknown name', () => {
  it.each([
    ['in an operation', inOperation('foo: 1'), 'unknown_key /services/orders/operations/list/foo'],
    ['in a service', inService('tenant: a'), 'unknown_key /services/orders/tenant'],
    ['in the metadata', edited('name: shop', 'name: shop, nam: x'), 'unknown_key /metadata/nam'],
  ])('%s', async (_where, text, own) => {
    expect([...(await codes(text + OTHER))].sort()).toEqual([own, ...MEANING].sort());
  });

  it('in an issuer, of those that do not depend on it', async () => {
    const text = inIssuer('foo: 1') + OTHER.replace('identity: bto', 'principal: user');
    expect(await codes(text)).toEqual([
      'unknown_key /issuers/login/foo',
      'undefined_reference /services/mail/accept/0',
    ]);
  });
});

describe('what may only seem a mistake is not reported', () => {
  it('of a service that accepts an issuer which cannot be read', async () => {
    const text = inIssuer('foo: 1', edited('[ES256]', '[ES257]'));
    expect(await codes(text)).toEqual(['invalid /issuers/login/algs/0', 'unknown_key /issuers/login/foo']);
  });

  it('of an identity of such an issuer, and of a rule that asks for it', async () => {
    const text = inIssuer('foo: 1') + OTHER.replace('logn', 'login').replace('bto', 'bot');
    expect(await codes(text)).toEqual(['unknown_key /issuers/login/foo']);
  });

  it('where the limits for everything cannot be read', async () => {
    const text = `${inService('maxLifetime: 8h')}defaults: { maxLifetime: 8h, clockSkew: 5 }\n`;
    expect(await codes(text)).toEqual(['invalid /defaults/clockSkew']);
  });

  it('where a whole section is missing', async () => {
    expect(await codes(SMALL.replace(/issuers:\n(?: {2}.*\n)+/u, ''))).toEqual(['missing_key /issuers']);
  });
});
