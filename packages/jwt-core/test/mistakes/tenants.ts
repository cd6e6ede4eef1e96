import { edited, SMALL, withLine } from '../policy-documents.js';
import type { Mistake } from './mistake.js';

export const inIssuer = (line: string, text: string = SMALL): string =>
  withLine('typ: at+jwt', `    ${line}`, text);
export const withIss = (iss: string, text: string = SMALL): string =>
  edited('https://id.example/', iss, text);
export const TEMPLATE = withIss('https://id.example/t/{tenant}');
export const LOGIN = '/issuers/login';

export const TENANT_MISTAKES: readonly Mistake[] = [
  ['a template without tenants', TEMPLATE, `6:5 missing_key ${LOGIN}/tenants`],
  [
    'another placeholder',
    inIssuer('tenants: [eu]', withIss('https://id.example/{realm}')),
    `6:10 invalid ${LOGIN}/iss`,
  ],
  [
    'two placeholders',
    inIssuer('tenants: [eu]', withIss('https://{tenant}.id.example/{tenant}')),
    `6:10 invalid ${LOGIN}/iss`,
  ],
  ['tenants that nothing names', inIssuer('tenants: [eu]'), `10:14 invalid ${LOGIN}/tenants`],
  [
    'a tenant that would be two parts of a URL',
    inIssuer('tenants: [eu, a/b]', TEMPLATE),
    `10:19 invalid ${LOGIN}/tenants/1`,
  ],
  [
    'a tenant that means another folder',
    inIssuer('tenants: [".."]', TEMPLATE),
    `10:15 invalid ${LOGIN}/tenants/0`,
  ],
  ['one tenant twice', inIssuer('tenants: [eu, eu]', TEMPLATE), `10:14 invalid ${LOGIN}/tenants`],
  ['an empty list of tenants', inIssuer('tenants: []', TEMPLATE), `10:14 invalid ${LOGIN}/tenants`],
  [
    'a template for keys and none for the iss',
    edited('{ discovery: oidc }', '{ jwksUri: "https://id.example/{tenant}/keys" }'),
    `7:22 invalid ${LOGIN}/keys/jwksUri`,
  ],
  [
    'a trust domain without its profile',
    inIssuer('trustDomain: prod.example'),
    `10:18 invalid ${LOGIN}/trustDomain`,
  ],
  ['no iss', edited('    iss: https://id.example/\n', ''), `6:5 missing_key ${LOGIN}/iss`],
];
