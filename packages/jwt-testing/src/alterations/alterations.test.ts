import { REASON_CODES, type ReasonCode, type Verifier } from '@org/jwt-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baselineFor, materialFor } from '../conformance/alteration-cases.js';
import {
  ALTERATIONS,
  createConformanceKit,
  toAccessRequest,
  withBearer,
  type ConformanceKit,
} from '../index.js';
import { goodToken } from './alteration.js';

let kit: ConformanceKit;
let verifier: Verifier;

beforeAll(async () => {
  kit = await createConformanceKit();
  verifier = await kit.createVerifier();
});

afterAll(() => kit.close());

/** Codes that neither an alteration nor a case causes. */
const NOT_COVERED: readonly ReasonCode[] = [
  'policy.unavailable',
  // Node 22 and later answer that many header lines themselves, with 431.
  'credential.incomplete',
  'credential.cross_site', // the policy of the kit takes no cookies: placeMatrix() attacks them
  'binding.malformed',
  'binding.mismatch',
  // Two decisions about one request: a mistake in the wiring, not in a token.
  'operation.conflict',
  'operation.step_up',
  'revocation.revoked',
  'revocation.unavailable',
  'replay.seen',
  'replay.unavailable',
];

describe('an alteration', () => {
  it.each(ALTERATIONS)('$name is denied with $code', async (alteration) => {
    const material = materialFor(baselineFor(alteration), kit.issuer);
    const decision = await verifier.decide(toAccessRequest(await alteration.apply(material)));
    expect(decision).toMatchObject({ outcome: 'deny', code: alteration.code });
  });

  it.each(ALTERATIONS)('$name fails no other check', async (alteration) => {
    const material = materialFor(baselineFor(alteration), kit.issuer);
    const { verdicts } = await verifier.explain(toAccessRequest(await alteration.apply(material)));
    const failed = verdicts.flatMap((each) => (each.verdict === 'failed' ? [each.code] : []));
    expect(failed).toEqual([alteration.code]);
  });

  it.each(ALTERATIONS)('$name starts from an allowed request', async (alteration) => {
    const material = materialFor(baselineFor(alteration), kit.issuer);
    const decision = await verifier.decide(
      toAccessRequest(withBearer(material.request, goodToken(material))),
    );
    expect(decision.outcome).toBe('allow');
  });
});

describe('the table', () => {
  it('has a unique name for every alteration and every case', () => {
    const names = [...ALTERATIONS, ...kit.cases].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('covers every reason code that a case can cause', () => {
    const covered = new Set(
      kit.cases.flatMap(({ expected }) => (expected.outcome === 'deny' ? [expected.code] : [])),
    );
    expect(REASON_CODES.filter((code) => !covered.has(code))).toEqual(NOT_COVERED);
  });
});
