import { describe, expect, it } from 'vitest';
import { inOperation, inService } from '../../../test/mistakes/services.js';
import { edited, problemsOf } from '../../../test/policy-documents.js';

describe('the places of a service', () => {
  it.each([
    ['the header alone', '[header]'],
    ['a cookie', '[{ cookie: __Host-token, csrf: { origins: [https://app.acme.example] } }]'],
    [
      'a cookie in development',
      '[{ cookie: t, csrf: { origins: [http://localhost:3000, "http://[::1]"] } }]',
    ],
    [
      'two cookies that differ in case',
      '[{ cookie: t, csrf: { origins: [https://a.example] } }, { cookie: T, csrf: { origins: [https://a.example] } }]',
    ],
    ['a header', '[{ header: Cf-Access-Jwt-Assertion }]'],
    ['a header of browsers', '[{ header: X-Assertion, csrf: { origins: [https://a.example] } }]'],
    ['another scheme of the Authorization header', '[{ header: Authorization, scheme: Token }]'],
    [
      'several schemes of the Authorization header',
      '[header, { header: authorization, scheme: JWT }, { header: Authorization, scheme: Token }]',
    ],
    ['another scheme of another header', '[{ header: X-Forwarded-Authorization, scheme: Token }]'],
    ['a header with its scheme', '[header, { header: X-Forwarded-Authorization, scheme: Bearer }]'],
  ])('can be %s', async (_what, places) => {
    expect(await problemsOf(inService(`credentials: ${places}`))).toEqual([]);
  });
});

describe('the query of an operation', () => {
  const query = 'credentials: { query: access_token }';

  it.each([
    ['the operation says a maxLifetime', inOperation(`${query}\n        maxLifetime: 300s`)],
    ['the service does', inService('maxLifetime: 5m', inOperation(query))],
    ['the defaults do', edited('services:', 'defaults: { maxLifetime: 1m }\nservices:', inOperation(query))],
    [
      'it has no route',
      inOperation(`${query}\n        maxLifetime: 5m`).replace('        route: GET /orders\n', ''),
    ],
  ])('is taken where %s', async (_what, text) => {
    expect(await problemsOf(text)).toEqual([]);
  });

  it('is rejected where the service is wider than the operation may be', async () => {
    const text = inService('maxLifetime: 6m', inOperation(query));
    expect((await problemsOf(text)).map(({ code, message }) => [code, message])).toEqual([
      ['invalid', expect.stringContaining('write maxLifetime: 5m or less')],
    ]);
  });
});
