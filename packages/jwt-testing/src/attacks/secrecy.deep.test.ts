/** For every attack: no answer, event, error or output holds a token, a signature, a secret or a private key. */

import { KeyObject } from 'node:crypto';
import { AccessDeniedError, definePolicy, type Decision, type Verifier } from '@org/jwt-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captureOutput, type Capture } from '../../test/capture.js';
import { everything } from '../../test/everything.js';
import {
  createMatrixFixture,
  materialFor,
  baselineFor,
  type KeySetUnderTest,
  type MatrixFixture,
} from '../../test/matrix-fixture.js';
import { ALTERATIONS, toAccessRequest, withBearer, type RequestDescription } from '../index.js';
import { attackMatrix } from './index.js';
import { edgeCaseMatrix } from '../edge-cases/index.js';
import { goodToken } from '../alterations/alteration.js';

let fixture: MatrixFixture;

beforeAll(async () => {
  fixture = await createMatrixFixture([2, 4, 0]);
});

afterAll(() => fixture.close());

const first = (): KeySetUnderTest => {
  const [set] = fixture.sets;
  if (set === undefined) throw new Error('no key set');
  return set;
};

/** The payload and signature of each token that was sent. Short ones could match by chance. */
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

/** The private members of the keys. */
function privateMembers({ issuer, algs }: KeySetUnderTest): readonly string[] {
  const keys = [...algs.map((alg) => issuer.signingKey(alg)), issuer.encryptionKey()];
  return keys.flatMap(({ privateKey }) => {
    const { d, p, q, dp, dq, qi } = KeyObject.from(privateKey).export({ format: 'jwk' });
    return [d, p, q, dp, dq, qi].filter((member) => member !== undefined);
  });
}

/** The rows for a key set, as requests. */
async function requestsFor(
  set: KeySetUnderTest,
): Promise<readonly (readonly [string, string, RequestDescription])[]> {
  const target = { alg: set.alg, algs: set.algs, conditions: 'all' } as const;
  const classic = set.alg === 'ES256' ? ALTERATIONS.filter(({ onlyWith }) => onlyWith === undefined) : [];
  const rows = [
    ...attackMatrix(target),
    ...edgeCaseMatrix({ alg: target.alg, conditions: target.conditions }),
    ...classic,
  ];
  const chosen = rows.filter((_, at) => set.alg !== 'RS256' || at % 4 === 0);
  return Promise.all(
    chosen.map(async (row) => {
      const baseline = baselineFor(row);
      return [row.name, baseline.service, await row.apply(materialFor(baseline, set))] as const;
    }),
  );
}

/** The error of a denial, with its members for the log. */
function errorOf(decision: Decision): unknown {
  if (decision.outcome === 'allow') return undefined;
  const error = new AccessDeniedError(decision);
  return [error, error.expected, error.actual];
}

/** Pieces of a secret: a part must not be disclosed either. */
function piecesOf(secret: string): readonly string[] {
  const middle = Math.floor(secret.length / 2);
  return [secret.slice(0, 32), secret.slice(middle, middle + 32), secret.slice(-32)].filter(
    (piece) => piece.length >= 20 && !/^(?:Bearer|(.)\1+$)/iu.test(piece),
  );
}

/** The name of the row when a piece is found. A failure prints no part of the token. */
function leaks(name: string, text: string, secrets: readonly string[]): readonly string[] {
  return secrets.flatMap(piecesOf).some((piece) => text.includes(piece)) ? [name] : [];
}

describe('secrecy of the core', () => {
  const events: string[] = [];
  let capture: Capture;

  beforeAll(() => {
    capture = captureOutput();
  });
  afterAll(() => {
    capture.stop();
  });

  it(
    'discloses no part of a token in an answer, event, error or line of output',
    { timeout: 120_000 },
    async () => {
      const take = (event: unknown): void => void events.push(everything(event));
      const verifiers: Readonly<Record<string, Verifier>> = await fixture.createVerifiers({
        onDecision: take,
        onKeyEvent: take,
        onPolicyEvent: take,
        disclose: 'code',
        subjectsInEvents: 'clear',
      });
      const found: string[] = [];
      const sent = new Set<string>();
      for (const set of fixture.sets) {
        for (const [name, service, request] of await requestsFor(set)) {
          const verifier = verifiers[service];
          if (verifier === undefined) throw new Error('unknown service');
          const before = events.length;
          // A framework may take the request ID from a header, where a caller can write anything.
          const secrets = secretsOf(request);
          const asked = { ...toAccessRequest(request), requestId: secrets.at(-1)?.slice(0, 128) };
          const decision = await verifier.decide(asked);
          const disclosed = [
            ...events.slice(before),
            everything(decision.outcome === 'deny' ? decision : decision.headers),
          ];
          disclosed.push(everything(errorOf(decision)), everything(await verifier.explain(asked)));
          found.push(...leaks(`${set.alg} ${name}`, disclosed.join('\n'), secrets));
          secrets.forEach((secret) => sent.add(secret));
        }
      }
      expect(found).toEqual([]);
      expect(sent.size).toBeGreaterThan(4000);
      expect(events.length).toBeGreaterThan(4000);

      // What is in memory, and what was printed, is compared with everything that was sent.
      const kept = [
        ...Object.values(verifiers).map(everything),
        capture.text(),
        everything(definePolicy(fixture.document)),
      ].join('\n');
      expect([...sent].filter((secret) => kept.includes(secret)).length).toBe(0);
      const all = `${kept}\n${events.join('\n')}`;
      expect(fixture.sets.flatMap(privateMembers).filter((secret) => all.includes(secret)).length).toBe(0);
    },
  );

  it('is tested by a scan that finds a token, and a piece of one', () => {
    const request = withBearer(
      { method: 'GET', target: '/', headers: [] },
      goodToken(materialFor(baselineFor({}), first())),
    );
    const secrets = secretsOf(request);
    const [, signature = ''] = secrets.slice(-2);
    expect(leaks('row', everything({ deep: [new Error(signature)] }), secrets)).toEqual(['row']);
    expect(leaks('row', `… ${signature.slice(0, 40)} …`, secrets)).toEqual(['row']);
    expect(leaks('row', 'nothing', secrets)).toEqual([]);
  });

  it('is tested by a capture of everything that is printed', () => {
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
    const { orders } = await fixture.createVerifiers({
      onDecision: (event) => {
        throw new Error(JSON.stringify(event));
      },
    });
    const material = materialFor(baselineFor({}), first());
    const token = goodToken(material);
    await orders?.decide(toAccessRequest(withBearer(material.request, token)));
    capture.stop();
    expect(capture.text()).toContain('onDecision');
    expect(
      secretsOf(withBearer(material.request, token)).some((secret) => capture.text().includes(secret)),
    ).toBe(false);
  });
});
