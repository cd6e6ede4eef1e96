import { describe, expect, it } from 'vitest';
import { requestIdOf } from './request-id.js';

describe('the id of a request', () => {
  it.each([
    ['a text', { id: 'req-1' }, 'req-1'],
    ['a number, as pino-http counts', { id: 7 }, '7'],
    ['not there', {}, undefined],
    ['inherited', Object.create({ id: 'polluted' }) as object, undefined],
    ['an object', { id: { toString: () => 'x' } }, undefined],
    ['null', { id: null }, undefined],
  ])('may be %s', (_what, request, id) => {
    expect(requestIdOf(request)).toBe(id);
  });
});
