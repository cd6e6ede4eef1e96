/**
 * One path parameter in every spelling, for a server whose handler reports the tenant that it got from its router. It
 * must be the tenant of the decision. Routers differ in how they decode.
 */

import { createVerifier, definePolicy, type Verifier } from '@org/jwt-core';
import { createTestIssuer } from '../issuer/test-issuer.js';
import { headerOf } from './response.js';
import { RAN_HEADER, type RawHttpJournal } from './journal.js';
import { PersistentConnection } from './connection.js';
import { serialiseRequest } from './request.js';

/** A running kit. Close it after the tests. */
export interface PathParameterKit {
  /** A verifier for a server under test. Its one operation, `show`, is `GET /t/{tenant}/x`. */
  createVerifier(journal: RawHttpJournal): Promise<Verifier>;
  /** Sends every spelling with a token for each tenant that a router may read from it. */
  run(server: { readonly port: number; readonly journal: RawHttpJournal }): Promise<PathParameterReport>;
  /** Stops the issuer. */
  close(): Promise<void>;
}

/** The result of a run. */
export interface PathParameterReport {
  readonly sent: number;
  /** Every handler that ran for a tenant without an allow, and every plain spelling that did not run it. */
  readonly faults: readonly string[];
  /** The spellings that ran the handler. */
  readonly served: readonly string[];
}

const AUDIENCE = 'https://parameters.example';

/** Starts the issuer and signs a token for each tenant. */
export async function createPathParameterKit(): Promise<PathParameterKit> {
  const issuer = await createTestIssuer({ audience: AUDIENCE, algs: ['RS256'] });
  const policy = definePolicy({
    apiVersion: 'jwt-policy/v1',
    kind: 'JwtPolicy',
    metadata: { name: 'parameters' },
    issuers: {
      login: { iss: issuer.url, keys: { discovery: 'oidc' }, algs: ['RS256'], typ: 'at+jwt', tenant: 'tid' },
    },
    services: {
      shop: {
        audience: AUDIENCE,
        accept: ['login'],
        operations: {
          show: { route: 'GET /t/{tenant}/x', tenantFrom: 'path.tenant', allow: [{ principal: 'user' }] },
        },
      },
    },
  });
  const exp = Math.floor(Date.now() / 1000) + 3600;
  const tokens = new Map<string, string>();
  for (const tenant of new Set(SPELLINGS.flatMap(readingsOf))) {
    tokens.set(tenant, await issuer.mint({ sub: 'reader', client_id: 'web', tid: tenant, exp }));
  }
  return {
    createVerifier: async ({ onDecision }) => {
      const verifier = await createVerifier({ policy, onDecision, insecure: { allowHttpLoopback: true } });
      await verifier.warmUp();
      return verifier;
    },
    run: ({ port, journal }) => sendAll(port, journal, tokens),
    close: () => issuer.close(),
  };
}

async function sendAll(
  port: number,
  journal: RawHttpJournal,
  tokens: ReadonlyMap<string, string>,
): Promise<PathParameterReport> {
  const connection = new PersistentConnection(port);
  const served = new Set<string>();
  let sent = 0;
  for (const spelling of SPELLINGS) {
    for (const tenant of readingsOf(spelling)) {
      const lines = [`Authorization: Bearer ${tokens.get(tenant) ?? ''}`];
      const request = { method: 'GET', target: `/t/${spelling}/x`, host: 'shop.example', lines };
      const outcome = await connection.send(serialiseRequest(request), false);
      sent += 1;
      if (typeof outcome === 'object' && headerOf(outcome.head, RAN_HEADER) !== undefined)
        served.add(spelling);
    }
  }
  connection.close();
  const missed = PLAIN.filter((spelling) => !served.has(spelling));
  const faults = [...journal.faults, ...missed.map((spelling) => `${spelling}: expected the handler to run`)];
  return { sent, faults, served: [...served] };
}

/** Spellings that every server must serve. */
const PLAIN = [
  'acme',
  'acme%20eu',
  'acme%2Beu',
  'a%25b',
  '100%25',
  'caf%C3%A9',
  'cafe%CC%81',
  "it's",
  'a,b',
  'a=b',
  // As browsers send them, and escaped.
  'a|b',
  'a[0]',
  'a^b',
  'a%7Cb',
  'a%5B0%5D',
  'a%5Eb',
  '%F0%9F%98%80',
];

const SPELLINGS: readonly string[] = [
  ...new Set([
    ...PLAIN,
    ...characters(0x21, 0x7e).flatMap((each) => [`a${each}b`, each]),
    ...characters(0, 0xff).flatMap((each) => {
      const code = each.charCodeAt(0).toString(16).padStart(2, '0');
      return [`a%${code}b`, `a%${code.toUpperCase()}b`, `%${code}`];
    }),
    // Twice, badly, or partly encoded.
    ...[
      '%252B',
      '%2525',
      'a%2520b',
      '%',
      'a%',
      'a%2',
      '%zz',
      '%u0041',
      'a%2Bb+c',
      'a+b%25',
      '%C0%AF',
      '%E2%82',
    ],
    ...[
      '%ED%A0%80',
      '%F4%90%80%80',
      'caf%c3%a9',
      '%E2%80%AE',
      '%EF%BB%BF',
      'ACME',
      'Acme',
      'acme%20',
      '%20acme',
    ],
    // Matrix parameters, dots, and characters with a meaning for routers.
    ...[
      'acme;v=1',
      'acme%3Bv=1',
      '..',
      '.',
      '...',
      '%2e%2e',
      'a.json',
      'a..b',
      ':tenant',
      '{tenant}',
      '*',
      '(a)',
      '$1',
    ],
    ...['__proto__', 'constructor', 'a+', '+a', '++', 'a%2Fb', 'a%5Cb', 'a//b', 'a/./b', '/acme', 'acme/'],
  ]),
];

/** The tenants that a router may read from a spelling. */
function readingsOf(spelling: string): readonly string[] {
  return [
    ...new Set([spelling, decode(spelling), decode(spelling.replaceAll('+', ' ')), decode(decode(spelling))]),
  ];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function characters(first: number, last: number): readonly string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => String.fromCharCode(first + index));
}
