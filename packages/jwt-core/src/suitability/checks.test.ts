import { describe, expect, it } from 'vitest';
import { MOMENT, question, type Asking } from '../../test/policy-questions.js';
import { SUITABILITY_LAYERS } from '../decision/layers.js';
import { Trace } from '../decision/trace.js';
import { checkSuitability, SUITABILITY_CHECKS } from './checks.js';

/** Everything is wrong, in every layer. */
const HOPELESS: Asking = {
  typ: 'JWT',
  issuer: { tenant: 'tid' },
  operation: { tenantFrom: 'path.tenant', allow: [{ principal: 'workload' }] },
  claims: { aud: 'x', exp: MOMENT - 100, jti: 1, tid: 1, cnf: {} },
};

/** One layer after the other put right. */
const REPAIRS: readonly [layer: string, asking: Asking][] = [
  ['type', {}],
  ['audience', { typ: 'at+jwt' }],
  ['time', { claims: { aud: 'https://orders.example' } }],
  ['claims', { claims: { exp: MOMENT + 100 } }],
  ['tenant', { claims: { jti: 't' } }],
  ['binding', { claims: { tid: 'eu' }, params: { tenant: 'eu' } }],
  ['operation', { claims: { cnf: undefined } }],
];

/** {@link HOPELESS} with the first repairs. */
function repaired(count: number): Asking {
  return REPAIRS.slice(0, count + 1).reduce<Asking>(
    (asking, [, repair]) => ({
      ...asking,
      ...repair,
      claims: { ...asking.claims, ...repair.claims },
    }),
    HOPELESS,
  );
}

function judge(
  asking: Asking,
  mode: 'enforce' | 'collect',
): { readonly code: string | undefined; readonly trace: Trace } {
  const trace = new Trace();
  return { code: checkSuitability(question(asking), trace, mode).denial?.code, trace };
}

describe('the list of checks', () => {
  it('has the order of the layers', () => {
    const layers = SUITABILITY_CHECKS.map((check) => check.layer);
    expect(layers).toEqual(SUITABILITY_LAYERS);
    expect(layers).toEqual(REPAIRS.map(([layer]) => layer));
  });

  it.each(REPAIRS.map(([layer], index) => [layer, index] as const))(
    'stops at %s, the first layer that objects',
    (layer, index) => {
      const { code, trace } = judge(repaired(index), 'enforce');
      expect(code).toMatch(new RegExp(`^${layer}\\.`, 'u'));
      expect(trace.verdicts.map((each) => each.verdict)).toEqual([
        ...Array<string>(index).fill('passed'),
        'failed',
      ]);
    },
  );

  it.each(REPAIRS.map(([layer], index) => [layer, index] as const))(
    'explains all layers where %s is the first that objects, and gives the same first code',
    (_layer, index) => {
      const { code, trace } = judge(repaired(index), 'collect');
      expect(code).toBe(judge(repaired(index), 'enforce').code);
      expect(trace.verdicts.map((each) => [each.layer, each.verdict])).toEqual(
        REPAIRS.map(([layer], at) => [layer, at < index ? 'passed' : 'failed']),
      );
    },
  );

  it.each(['enforce', 'collect'] as const)('lets a good token pass every layer (%s)', (mode) => {
    const { code, trace } = judge({}, mode);
    expect(code).toBeUndefined();
    expect(trace.verdicts).toEqual(REPAIRS.map(([layer]) => ({ layer, verdict: 'passed' })));
  });

  it('says in an explanation what was expected and what was found', () => {
    const { trace } = judge({ claims: { aud: 'x' } }, 'collect');
    expect(trace.verdicts[1]).toEqual({
      layer: 'audience',
      verdict: 'failed',
      code: 'audience.mismatch',
      expected: 'aud with "https://orders.example"',
      actual: '"x"',
    });
  });
});
