import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTrustDomain, trustDomainOf } from './spiffe-id.js';

describe('the trust domain of a SPIFFE ID', () => {
  it.each([
    ['spiffe://prod.example/ns/shop/sa/orders', 'prod.example'],
    ['spiffe://prod.example/a', 'prod.example'],
    ['spiffe://10.0.0.1/a', '10.0.0.1'],
    ['spiffe://a_b-c/A.b_c-D', 'a_b-c'],
  ])('of %s is %s', (id, trustDomain) => {
    expect(trustDomainOf(id)).toBe(trustDomain);
  });

  it.each([
    ['another scheme', 'https://prod.example/a'],
    ['a scheme in capitals', 'SPIFFE://prod.example/a'],
    ['a trust domain in capitals', 'spiffe://Prod.example/a'],
    ['no path: the trust domain itself is not a workload', 'spiffe://prod.example'],
    ['an empty path', 'spiffe://prod.example/'],
    ['a final slash', 'spiffe://prod.example/a/'],
    ['an empty segment', 'spiffe://prod.example//a'],
    ['a dot segment', 'spiffe://prod.example/./a'],
    ['two dots', 'spiffe://prod.example/../other.example/a'],
    ['a port', 'spiffe://prod.example:443/a'],
    ['a user', 'spiffe://a@prod.example/a'],
    ['a query', 'spiffe://prod.example/a?b'],
    ['a fragment', 'spiffe://prod.example/a#b'],
    ['percent-encoding', 'spiffe://prod.example/%61'],
    ['a space', 'spiffe://prod.example/a b'],
    ['a line end', 'spiffe://prod.example/a\n'],
    ['no trust domain', 'spiffe:///a'],
    ['more than 2048 bytes', `spiffe://prod.example/${'a'.repeat(2048)}`],
    ['nothing at all', ''],
  ])('is none with %s', (_what, id) => {
    expect(trustDomainOf(id)).toBeUndefined();
  });

  it('is found in every ID that is put together from good parts, and is the whole authority', () => {
    const domain = fc.stringMatching(/^[a-z0-9._-]{1,60}$/u);
    const path = fc.array(fc.stringMatching(/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,20}$/u), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(domain, path, (name, segments) => {
        expect(isTrustDomain(name)).toBe(true);
        expect(trustDomainOf(`spiffe://${name}/${segments.join('/')}`)).toBe(name);
      }),
    );
  });

  it('agrees with the URL parser on whatever it takes', () => {
    const text = fc.stringMatching(/^spiffe:\/\/[\x21-\x7e]{1,30}$/u);
    fc.assert(
      fc.property(text, (id) => {
        const trustDomain = trustDomainOf(id);
        if (trustDomain !== undefined) expect(new URL(id).host).toBe(trustDomain);
      }),
    );
  });
});
