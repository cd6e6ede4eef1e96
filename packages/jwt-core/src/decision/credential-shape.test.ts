import { describe, expect, it } from 'vitest';
import { segment } from '../../test/mint.js';
import { hideCredentials } from './credential-shape.js';

const SIGNATURE = 'c2lnbmF0dXJl'.repeat(4);
const PAYLOAD = segment({ sub: 'alice' });

describe('a text', () => {
  it.each([
    ['a JWS', `${segment('{"alg":"ES256"}')}.${PAYLOAD}.${SIGNATURE}`],
    ['a JWS whose header begins with a space', `${segment(' {"alg":"ES256"}')}.${PAYLOAD}.${SIGNATURE}`],
    ['a JWS whose header begins with a line end', `${segment('\n{"alg":"ES256"}')}.${PAYLOAD}.${SIGNATURE}`],
    ['a JWS whose header begins with CR LF', `${segment('\r\n{"alg":"ES256"}')}.${PAYLOAD}.${SIGNATURE}`],
    ['a JWS whose header begins with a tab', `${segment('\t{"alg":"ES256"}')}.${PAYLOAD}.${SIGNATURE}`],
    ['a JWS with a space in its header', `${segment('{ "alg":"ES256"}')}.${PAYLOAD}.${SIGNATURE}`],
    ['a JWS with a line end in its header', `${segment('{\n  "alg": "ES256"\n}')}.${PAYLOAD}.${SIGNATURE}`],
    ['a JWS of an empty header', `e30.${PAYLOAD}.${SIGNATURE}`],
    ['a JWS without a signature', `${segment('{"alg":"none"}')}.${PAYLOAD}.`],
    ['a JWS without a payload', `${segment('{"alg":"ES256"}')}..${SIGNATURE}`],
    ['a short JWS', 'e30.e30.c2ln'],
    ['a JWE', `${segment('{"alg":"dir","enc":"A128GCM"}')}..aXY.${SIGNATURE}.dGFn`],
    ['a header alone', segment('{"alg":"ES256"}')],
    ['a PASETO of version 4', `v4.local.${SIGNATURE}`],
    ['a PASETO of version 2 with a footer', `v2.public.${SIGNATURE}.Zm9vdGVy`],
  ])('hides %s', (_what, token) => {
    expect(hideCredentials(`"${token}"`)).toBe('"(a token)"');
    expect(hideCredentials(`"first line\\n${token}"`)).toBe('"first line\\n(a token)"');
    expect(hideCredentials(`"\\u0001${token} end"`)).toBe('"\\u0001(a token) end"');
  });

  it.each([
    ['an API key', 'sk_live_4eC39HqLyjWDarjtT1zdp7dc', '(hidden, 32 characters)'],
    ['a personal access token', 'ghp_16C7e42F292c6912E7710c838347Ae178B4a', '(hidden, 40 characters)'],
    ['a secret access key', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', '(hidden, 40 characters)'],
    ['hexadecimal', '5d41402abc4b2a76b9719d911017c592', '(hidden, 32 characters)'],
    ['base64 with padding', 'MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=', '(hidden, 28 characters)'],
    ['a signature', `${'aB-_'.repeat(8)}7`, '(hidden, 33 characters)'],
  ])('hides %s', (_what, key, words) => {
    expect(hideCredentials(`"key: ${key}!"`)).toBe(`"key: ${words}!"`);
  });

  it.each([
    'https://orders.acme.example/api/v1/orders',
    'https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0',
    'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123',
    'api://6e74172b-be56-4843-9ff4-e66a39bb12e3/access_as_user',
    'spiffe://prod.example/ns/payments/sa/orders-worker',
    'repo:acme/orders:ref:refs/heads/main',
    'system:serviceaccount:payments:orders-worker',
    'arn:aws:iam::123456789012:role/orders-worker',
    'orders-service-eu-west-1-production',
    'example.org',
    'example.com.evil',
    'expires.in.future',
    '110169484474386276334',
    'v1.2.3',
    'v2.public',
    'x'.repeat(300),
  ])('keeps %s', (name) => {
    expect(hideCredentials(name)).toBe(name);
  });
});
