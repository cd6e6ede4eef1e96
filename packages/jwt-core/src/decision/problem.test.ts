import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../options/configuration-error.js';
import { ProblemBodies } from './problem.js';
import { REASON_CODES } from './reasons.js';

const typeOf = (bodies: ProblemBodies): unknown =>
  (JSON.parse(bodies.of('audience.mismatch')) as Readonly<Record<string, unknown>>)['type'];

describe('the type of a problem', () => {
  it('leads to a page of the package by default', () => {
    expect(typeOf(new ProblemBodies())).toBe(
      'https://unpkg.com/@org/jwt-core/docs/problems.md#invalid_token',
    );
  });

  it.each([
    'https://errors.acme.example/jwt/',
    'https://errors.acme.example/jwt#',
    'https://errors.acme.example/?problem=',
    'http://127.0.0.1:8080/',
  ])('begins with %s', (base) => {
    expect(typeOf(new ProblemBodies('status', base))).toBe(`${base}invalid_token`);
  });

  it.each([
    'https://errors.acme.example/jwt',
    'errors.acme.example/jwt/',
    'https://user@errors.acme.example/',
    'https://:pass@errors.acme.example/',
    'ftp://errors.acme.example/',
    'https://errors.acme.example/例/',
    'https://errors.acme.example/"/',
    'https://errors.acme.example/\u0001/',
    'https://[errors.acme.example/',
    `https://errors.acme.example/${'x'.repeat(200)}/`,
    '',
  ])('does not begin with %j', (base) => {
    expect(() => new ProblemBodies('status', base)).toThrow(ConfigurationError);
    expect(() => new ProblemBodies('status', base)).toThrow('problemBaseUrl: expected an http(s) URL');
  });
});

it('keeps every body within 512 bytes', () => {
  const base = `https://errors.acme.example/${'x'.repeat(171)}/`;
  const bodies = new ProblemBodies('code', base);
  expect(base).toHaveLength(200);
  for (const code of REASON_CODES) expect(Buffer.byteLength(bodies.of(code))).toBeLessThanOrEqual(512);
});

it('writes a body once', () => {
  const bodies = new ProblemBodies();
  expect(bodies.of('key.unknown')).toBe(bodies.of('key.unknown'));
});
