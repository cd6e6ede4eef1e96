import { describe, expect, it } from 'vitest';
import { headerValues } from './request.js';

const read = (...rawHeaders: readonly string[]): string[] =>
  headerValues({ method: 'GET', target: '/', rawHeaders }, 'x-tenant');

describe('the values of a header', () => {
  it('are found whatever the case of the name', () => {
    expect(read('X-Tenant', 'a', 'x-tenant', 'b', 'X-TENANT', 'c')).toEqual(['a', 'b', 'c']);
  });

  it('are all there, in the order received, also the empty ones', () => {
    expect(read('x-tenant', 'b', 'x-tenant', '', 'x-tenant', 'b')).toEqual(['b', '', 'b']);
  });

  it('are none where the header is not there', () => {
    expect(read('x-tenants', 'a', 'tenant', 'b')).toEqual([]);
  });

  it('are never names', () => {
    expect(read('x-a', 'x-tenant', 'x-b', 'x-tenant', 'y')).toEqual([]);
  });

  it('do not end in a name without value', () => {
    expect(read('x-tenant')).toEqual([]);
  });
});
