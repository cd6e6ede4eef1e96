import { describe, expect, it } from 'vitest';
import { deny } from './denial.js';
import { Trace } from './trace.js';

describe('a trace', () => {
  it('hands on what a step said', () => {
    const trace = new Trace();
    const denial = deny('type.mismatch');
    expect([
      trace.step('format', 'token'),
      trace.step('type', denial),
      trace.step('audience', undefined),
    ]).toEqual(['token', denial, undefined]);
  });

  it('without a reader keeps no verdicts, and returns what a step found', () => {
    const trace = new Trace(false);
    const denial = deny('type.mismatch');
    expect([trace.step('format', 'token'), trace.step('type', denial)]).toEqual(['token', denial]);
    trace.recall('login', { algorithm: 'ES256', keyId: 'k1' }, 'discovery');
    expect(trace).toMatchObject({
      verdicts: [],
      issuer: 'login',
      algorithm: 'ES256',
      keyId: 'k1',
      keySource: 'discovery',
      isRecalled: true,
    });
  });

  it('holds what every step said, in order', () => {
    const trace = new Trace();
    trace.step('format', {});
    trace.step('type', deny('type.mismatch', { expected: 'at+jwt', actual: 'JWT' }));
    trace.step('audience', deny('audience.missing'));
    trace.skip(['time', 'claims'], 'unverified');
    expect(trace.verdicts).toStrictEqual([
      { layer: 'format', verdict: 'passed' },
      { layer: 'type', verdict: 'failed', code: 'type.mismatch', expected: 'at+jwt', actual: 'JWT' },
      { layer: 'audience', verdict: 'failed', code: 'audience.missing' },
      { layer: 'time', verdict: 'unverified' },
      { layer: 'claims', verdict: 'unverified' },
    ]);
    expect([trace.has('time'), trace.has('tenant')]).toEqual([true, false]);
  });
});
