/**
 * Literals of routes that can be written in more than one way, and every way to write them. Most routers compare the
 * path as received: to them `/a%3Ab` is not `/a:b`, and belongs to a handler with a parameter there.
 */

import type { PolicyDocument } from '@org/jwt-core';
import { headerOf } from './answer.js';
import { RAN_HEADER, type RawHttpJournal } from './journal.js';
import { KeptLine } from './line.js';
import { RAW_HTTP_AUDIENCE, RAW_HTTP_SERVICE } from './policy.js';
import { serialiseRequest } from './request.js';

/** A literal with one odd character, beside a parameter that no policy has. */
export interface RawHttpLiteral {
  /** The operation of the policy, for `GET` of `folder` and `literal`. */
  readonly operation: string;
  /** Of this literal alone, such as `/s0`. A server has a second handler there: `folder` and a parameter. */
  readonly folder: string;
  /** The literal as the policy has it, such as `a:b` or `a%20b`. */
  readonly literal: string;
  /** What it says, such as `a:b` or `a b`. */
  readonly text: string;
}

/** What a path can hold as it is (RFC 3986 §3.3), without `*` and `;`, which no literal of a policy may have. */
const PLAIN = Array.from("-._~!$&'()+,=:@A");

/** What can only be there in escapes. Without `#` and `?`, which Fastify matches in no literal. */
const ESCAPED = Array.from(' "%<>^`{|}[]é€😀');

/** One literal for each odd character. */
export const RAW_HTTP_LITERALS: readonly RawHttpLiteral[] = [...PLAIN, ...ESCAPED].map(
  (character, index) => ({
    operation: `literal${String(index)}`,
    folder: `/s${String(index)}`,
    literal: `a${PLAIN.includes(character) ? character : escapesOf(character).toUpperCase()}b`,
    text: `a${character}b`,
  }),
);

/** The policy: each literal is an operation, and no token is needed. */
export function rawHttpLiteralsDocument(iss: string): PolicyDocument {
  const operations = RAW_HTTP_LITERALS.map(({ operation, folder, literal }) => [
    operation,
    { route: `GET ${folder}/${literal}`, auth: 'public' as const },
  ]);
  return {
    apiVersion: 'jwt-policy/v1',
    kind: 'JwtPolicy',
    metadata: { name: 'raw-http-literals' },
    issuers: { login: { iss, keys: { discovery: 'oidc' }, algs: ['RS256'], typ: 'at+jwt' } },
    services: {
      [RAW_HTTP_SERVICE]: {
        audience: RAW_HTTP_AUDIENCE,
        accept: ['login'],
        operations: Object.fromEntries(operations) as PolicyDocument['services'][string]['operations'],
      },
    },
  };
}

/** Every way to write a literal; the first is that of the policy. */
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
    // The bytes themselves, as no browser sends them.
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
 * Sends every spelling to a server under test. A fault is a handler that ran without being allowed, and a literal that
 * could not be reached in its own spelling.
 */
export async function runRawHttpLiterals({
  port,
  journal,
}: {
  readonly port: number;
  readonly journal: RawHttpJournal;
}): Promise<{ readonly sent: number; readonly faults: readonly string[] }> {
  const faults: string[] = [];
  const line = new KeptLine(port);
  let sent = 0;
  for (const literal of RAW_HTTP_LITERALS) {
    for (const spelling of spellingsOf(literal)) {
      const target = `${literal.folder}/${spelling}`;
      const bytes = serialiseRequest({ method: 'GET', target, host: 'shop.example', lines: [] });
      const outcome = await line.send(bytes, false);
      sent += 1;
      const ran = typeof outcome === 'object' ? headerOf(outcome.head, RAN_HEADER) : undefined;
      if (spelling === literal.literal && ran !== literal.operation) {
        faults.push(`${target}: expected ${literal.operation} to run, got ${ran ?? 'nothing'}`);
      }
    }
  }
  line.close();
  return { sent, faults: [...journal.faults, ...faults] };
}
