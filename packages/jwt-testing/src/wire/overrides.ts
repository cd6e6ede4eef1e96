/** Other methods, and headers and parameters that ask for another method, path, host or client. */

import { withBody, withLines, withQuery, type RawRequest } from './request.js';

/** One way to ask for something other than the request line. */
export interface Override {
  readonly name: string;
  apply(request: RawRequest): RawRequest;
}

const METHODS = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'CONNECT',
  'PURGE',
  'PROPFIND',
  'SEARCH',
  'LINK',
  'M-SEARCH',
  'UNSUBSCRIBE',
  'REPORT',
  'FOO',
  'get',
  'Get',
  'delete',
  'GET\t',
  'GETDELETE',
];

const METHOD_HEADERS = [
  'X-HTTP-Method-Override',
  'X-HTTP-Method',
  'X-Method-Override',
  'X-Original-Method',
  'X-Forwarded-Method',
];

const URL_HEADERS = [
  'X-Original-URL',
  'X-Rewrite-URL',
  'X-Original-URI',
  'X-Forwarded-Uri',
  'X-Forwarded-Path',
  'X-Envoy-Original-Path',
  'X-Accel-Redirect',
];

/** The values of these headers. */
const URLS = [
  '/admin',
  '/api/admin',
  '/health',
  '/tenants/t-us/orders',
  '/health/../admin',
  '/ADMIN/',
  '//admin',
  'http://evil.example/admin',
  '%2Fadmin',
];

const LINES = [
  'X-Forwarded-Host: t-us.example',
  'X-Forwarded-Prefix: /api',
  'X-Forwarded-Proto: https',
  'X-Forwarded-For: 127.0.0.1',
  'Forwarded: host=t-us.example;proto=https',
  'X-Host: t-us.example',
  'Host: t-us.example',
  'X-Tenant: t-us',
  'x-tenant: t-eu',
  'X-Tenant: t-eu, t-us',
  'X-Tenant:',
  'Connection: X-Tenant, Authorization',
  'Connection: Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__',
  'Connection: Upgrade\r\nUpgrade: websocket',
  'Expect: 100-continue',
  'Expect: nonsense',
  'Content-Type: application/json',
  'Content-Encoding: nonsense',
  'Accept: nonsense',
  'Accept-Encoding: \xff',
  'Range: bytes=0-0',
  'If-None-Match: *',
  'Origin: https://evil.example',
  'Access-Control-Request-Method: DELETE',
  'X-Version: 2',
  '__proto__: x',
  'constructor: x',
];

const BODIES: readonly (readonly [type: string, body: string])[] = [
  ['application/x-www-form-urlencoded', '_method=DELETE'],
  ['application/x-www-form-urlencoded', `a${'[x]'.repeat(200)}=1`],
  ['application/json', '{"_method":"DELETE"}'],
  ['application/json', '{"__proto__":{"admin":true}}'],
  ['application/json', '{'],
  ['application/json; charset=nonsense', '{}'],
  ['multipart/form-data', 'x'],
  ['text/plain', 'GET /admin HTTP/1.1\r\nHost: t-eu.example\r\n\r\n'],
];

/** Every override. */
export const OVERRIDES: readonly Override[] = [
  ...METHODS.map((method) => ({
    name: `the method ${method}`,
    apply: (request: RawRequest) => ({ ...request, method }),
  })),
  ...METHOD_HEADERS.flatMap((name) =>
    ['DELETE', 'GET', 'post', 'HEAD', '__proto__'].map((method) => inHeader(name, method)),
  ),
  ...URL_HEADERS.flatMap((name) => URLS.map((url) => inHeader(name, url))),
  ...LINES.map((line) => ({ name: line, apply: (request: RawRequest) => withLines(request, line) })),
  ...['_method=DELETE', '_method=GET', '_method[]=DELETE', 'method=DELETE', '__proto__[method]=DELETE'].map(
    (parameter) => ({ name: `?${parameter}`, apply: (request: RawRequest) => withQuery(request, parameter) }),
  ),
  ...BODIES.map(([type, body]) => ({
    name: `a body of ${type}: ${body.slice(0, 30)}`,
    apply: (request: RawRequest) => withBody(request, type, body),
  })),
];

function inHeader(name: string, value: string): Override {
  return { name: `${name}: ${value}`, apply: (request) => withLines(request, `${name}: ${value}`) };
}
