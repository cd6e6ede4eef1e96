/**
 * Literals of routes that have more than one spelling, and every spelling of them. Most routers compare the path as
 * received: for them `/a%3Ab` is not `/a:b`, and matches a route with a parameter instead.
 */

import type { PolicyDocument } from '@org/jwt-core/policy';
import { headerOf } from './response.js';
import { RAN_HEADER, type RawHttpJournal } from './journal.js';
import { PersistentConnection } from './connection.js';
import { RAW_HTTP_AUDIENCE, RAW_HTTP_SERVICE } from './policy.js';
import { serialiseRequest } from './request.js';

/** A literal with one special character. */
export interface RawHttpLiteral {
  /** The operation of `GET` on `folder` and `literal`. */
  readonly operation: string;
  /** The folder of this literal alone, such as `/s0`. A server has a second handler: `folder` and a parameter. */
  readonly folder: string;
  /** The literal as written in the policy, such as `a:b` or `a%20b`. */
  readonly literal: string;
  /** The decoded literal, such as `a:b` or `a b`. */
  readonly text: string;
}

/** Characters that a path can contain (RFC 3986 §3.3), without `*` and `;`, which a policy does not allow. */
const PLAIN = Array.from("-._~!$&'()+,=:@A");

/** Characters that a path must escape, without `#` and `?`, which Fastify does not match in literals. */
const ESCAPED = Array.from(' "%<>^`{|}[]é€😀');

/** One literal for each character. */
export const RAW_HTTP_LITERALS: readonly RawHttpLiteral[] = [...PLAIN, ...ESCAPED].map(
  (character, index) => ({
    operation: `literal${String(index)}`,
    folder: `/s${String(index)}`,
    literal: `a${PLAIN.includes(character) ? character : escapesOf(character).toUpperCase()}b`,
    text: `a${character}b`,
  }),
);

/** The policy: each literal is a public operation. */
export function rawHttpLiteralsDocument(iss: string): PolicyDocument {
  const operations = Object.fromEntries(
    RAW_HTTP_LITERALS.map(({ operation, folder, literal }) => [
      operation,
      { route: `GET ${folder}/${literal}`, auth: 'public' as const },
    ]),
  );
  return {
    apiVersion: 'jwt-policy/v1',
    kind: 'JwtPolicy',
    metadata: { name: 'raw-http-literals' },
    issuers: { login: { iss, keys: { discovery: 'oidc' }, algs: ['RS256'], typ: 'at+jwt' } },
    services: {
      [RAW_HTTP_SERVICE]: {
        audience: RAW_HTTP_AUDIENCE,
        accept: ['login'],
        operations,
      },
    },
  };
}

/** Every spelling of a literal. The first is that of the policy. */
function spellingsOf({ literal, text }: RawHttpLiteral): readonly string[] {
  const [character = ''] = Array.from(text.slice(1));
  const escapes = escapesOf(character);
  const written = [
    escapes,
    escapes.toUpperCase(),
    escapes.replace(/[a-f]/u, (digit) => digit.toUpperCase()),
    escapes.replaceAll('%', '%25'),
    escapes.toUpperCase().replaceAll('%', '%25'),
    ...(character === ' ' ? ['+', '%2B'] : []),
    ...(character === '+' ? [' ', '%20'] : []),
    // The bytes without an escape, as browsers send `[`, `]`, `|` and `^`.
    Buffer.from(character).toString('latin1'),
  ];
  return [
    ...new Set([
      literal,
      ...written.map((each) => `a${each}b`),
      literal.replace('a', '%61'),
      literal.toUpperCase(),
      `${literal}/`,
      `${literal}%20`,
    ]),
  ];
}

function escapesOf(character: string): string {
  return [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

/**
 * Sends every spelling to a server under test. A fault is a handler that ran without an allow, or a literal whose own
 * spelling did not run its handler.
 */
export async function runRawHttpLiterals({
  port,
  journal,
}: {
  readonly port: number;
  readonly journal: RawHttpJournal;
}): Promise<{ readonly sent: number; readonly faults: readonly string[] }> {
  const faults: string[] = [];
  const connection = new PersistentConnection(port);
  let sent = 0;
  for (const literal of RAW_HTTP_LITERALS) {
    for (const spelling of spellingsOf(literal)) {
      const target = `${literal.folder}/${spelling}`;
      const bytes = serialiseRequest({ method: 'GET', target, host: 'shop.example', lines: [] });
      const outcome = await connection.send(bytes, false);
      sent += 1;
      const ran = typeof outcome === 'object' ? headerOf(outcome.head, RAN_HEADER) : undefined;
      if (spelling === literal.literal && ran !== literal.operation) {
        faults.push(`${target}: expected ${literal.operation} to run, got ${ran ?? 'nothing'}`);
      }
    }
  }
  connection.close();
  return { sent, faults: [...journal.faults, ...faults] };
}
