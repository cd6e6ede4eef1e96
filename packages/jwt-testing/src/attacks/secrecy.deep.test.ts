/** Whatever is attacked, nothing that was told of it holds a token, a signature, a secret or a private key. */

import { KeyObject } from 'node:crypto';
import { AccessDeniedError, definePolicy, type Decision, type Verifier } from '@org/jwt-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captureOutput, type Capture } from '../../test/capture.js';
import { everything } from '../../test/everything.js';
import {
  createMatrixBench,
  materialAt,
  placeOf,
  type KeySetUnderTest,
  type MatrixBench,
} from '../../test/matrix-bench.js';
import {
  ALTERATIONS,
  attackMatrix,
  oddityMatrix,
  toAccessRequest,
  withBearer,
  type RequestDescription,
} from '../index.js';
import { goodToken } from '../alterations/alteration.js';

let bench: MatrixBench;

beforeAll(async () => {
  bench = await createMatrixBench([2, 4, 0]);
});

afterAll(() => bench.close());

const first = (): KeySetUnderTest => {
  const [set] = bench.sets;
  if (set === undefined) throw new Error('There is no key set.');
  return set;
};

/** Payload and signature of whatever was sent as a token. Short ones would be found by chance. */
function secretsOf({ headers }: RequestDescription): readonly string[] {
  return headers
    .filter(([name]) => name.toLowerCase() === 'authorization')
    .flatMap(([, value]) => [
      value,
      ...value
        .replace(/^bearer +/iu, '')
        .split('.')
        .slice(1),
    ])
    .filter((secret) => secret.length >= 20);
}

/** The parts of the private keys that only their owner knows. */
function privateMembers({ issuer, algs }: KeySetUnderTest): readonly string[] {
  const keys = [...algs.map((alg) => issuer.signingKey(alg)), issuer.encryptionKey()];
  return keys.flatMap(({ privateKey }) => {
    const { d, p, q, dp, dq, qi } = KeyObject.from(privateKey).export({ format: 'jwk' });
    return [d, p, q, dp, dq, qi].filter((member) => member !== undefined);
  });
}

/** The rows that a set is attacked with, as requests. */
async function requestsFor(
  set: KeySetUnderTest,
): Promise<readonly (readonly [string, string, RequestDescription])[]> {
  const target = { alg: set.alg, algs: set.algs, conditions: 'all' } as const;
  const classic = set.alg === 'ES256' ? ALTERATIONS.filter(({ onlyWith }) => onlyWith === undefined) : [];
  const rows = [
    ...attackMatrix(target),
    ...oddityMatrix({ alg: target.alg, conditions: target.conditions }),
    ...classic,
  ];
  const chosen = rows.filter((_, at) => set.alg !== 'RS256' || at % 4 === 0);
  return Promise.all(
    chosen.map(async (row) => {
      const place = placeOf(row);
      return [row.name, place.service, await row.apply(materialAt(place, set))] as const;
    }),
  );
}

/** The error of a refusal, and what it carries for the log alone. */
function errorOf(decision: Decision): unknown {
  if (decision.outcome === 'allow') return undefined;
  const error = new AccessDeniedError(decision);
  return [error, error.expected, error.actual];
}

/** Pieces of a secret: a part of it is as bad as the whole. */
function piecesOf(secret: string): readonly string[] {
  const middle = Math.floor(secret.length / 2);
  return [secret.slice(0, 32), secret.slice(middle, middle + 32), secret.slice(-32)].filter(
    (piece) => piece.length >= 20 && !/^(?:Bearer|(.)\1+$)/iu.test(piece),
  );
}

/** The row and what was found of its token; nothing of the token itself is printed when this fails. */
function leaks(name: string, text: string, secrets: readonly string[]): readonly string[] {
  return secrets.flatMap(piecesOf).some((piece) => text.includes(piece)) ? [name] : [];
}

describe('after all matrices', () => {
  const events: string[] = [];
  let capture: Capture;

  beforeAll(() => {
    capture = captureOutput();
  });
  afterAll(() => {
    capture.stop();
  });

  it(
    'no answer, event, error or line of output holds anything of a token',
    { timeout: 120_000 },
    async () => {
      const take = (event: unknown): void => void events.push(everything(event));
      const verifiers: Readonly<Record<string, Verifier>> = await bench.createVerifiers({
        onDecision: take,
        onKeyEvent: take,
        onPolicyEvent: take,
        disclose: 'code',
        subjectsInEvents: 'clear',
      });
      const found: string[] = [];
      const sent = new Set<string>();
      for (const set of bench.sets) {
        for (const [name, service, request] of await requestsFor(set)) {
          const verifier = verifiers[service];
          if (verifier === undefined) throw new Error('There is no such service.');
          const before = events.length;
          // A framework may take the name of a request from a header, and a caller may write anything there.
          const secrets = secretsOf(request);
          const asked = { ...toAccessRequest(request), requestId: secrets.at(-1)?.slice(0, 128) };
          const decision = await verifier.decide(asked);
          const told = [
            ...events.slice(before),
            everything(decision.outcome === 'deny' ? decision : decision.headers),
          ];
          told.push(everything(errorOf(decision)), everything(await verifier.explain(asked)));
          found.push(...leaks(`${set.alg} ${name}`, told.join('\n'), secrets));
          secrets.forEach((secret) => sent.add(secret));
        }
      }
      expect(found).toEqual([]);
      expect(sent.size).toBeGreaterThan(4000);
      expect(events.length).toBeGreaterThan(4000);

      // What is kept, and what was printed, is compared with everything that was ever sent.
      const kept = [
        ...Object.values(verifiers).map(everything),
        capture.text(),
        everything(definePolicy(bench.document)),
      ].join('\n');
      expect([...sent].filter((secret) => kept.includes(secret)).length).toBe(0);
      const told = `${kept}\n${events.join('\n')}`;
      expect(bench.sets.flatMap(privateMembers).filter((secret) => told.includes(secret)).length).toBe(0);
    },
  );

  it('the scan sees a token, and a piece of one', () => {
    const request = withBearer(
      { method: 'GET', target: '/', headers: [] },
      goodToken(materialAt(placeOf({}), first())),
    );
    const secrets = secretsOf(request);
    const [, signature = ''] = secrets.slice(-2);
    expect(leaks('row', everything({ deep: [new Error(signature)] }), secrets)).toEqual(['row']);
    expect(leaks('row', `… ${signature.slice(0, 40)} …`, secrets)).toEqual(['row']);
    expect(leaks('row', 'nothing', secrets)).toEqual([]);
  });

  it('the capture sees what is printed', () => {
    console.warn('printed-by-console');
    process.stdout.write('printed-to-stdout');
    process.stderr.write('printed-to-stderr');
    process.emitWarning('printed-as-warning');
    for (const how of ['by-console', 'to-stdout', 'to-stderr', 'as-warning'])
      expect(capture.text()).toContain(`printed-${how}`);
  });
});

describe('a sink that throws', () => {
  it('is reported without the event', async () => {
    const capture = captureOutput();
    const { orders } = await bench.createVerifiers({
      onDecision: (event) => {
        throw new Error(JSON.stringify(event));
      },
    });
    const material = materialAt(placeOf({}), first());
    const token = goodToken(material);
    await orders?.decide(toAccessRequest(withBearer(material.request, token)));
    capture.stop();
    expect(capture.text()).toContain('onDecision');
    expect(
      secretsOf(withBearer(material.request, token)).some((secret) => capture.text().includes(secret)),
    ).toBe(false);
  });
});
