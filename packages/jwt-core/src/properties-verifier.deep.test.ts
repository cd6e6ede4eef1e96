/** What must hold of every verifier, whatever the policy, the tokens and the requests are. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { court, scenes, seen, type Scene } from '../test/reference/scenes.js';
import type { Trial } from '../test/reference/requests.js';

const RUNS = { numRuns: 30, endOnFailure: true };
const every = (count: number, check: (scene: Scene) => Promise<void>): Promise<void> =>
  fc.assert(fc.asyncProperty(scenes(count), check), RUNS);

describe('a decision', () => {
  it('never depends on an earlier one', () =>
    every(10, async ({ world, trials }) => {
      const used = await court(world);
      for (const trial of [...trials, ...trials.toReversed(), ...trials]) {
        const fresh = await court(world);
        expect(seen(await used.decide(trial))).toEqual(seen(await fresh.decide(trial)));
      }
    }));

  it('is the same among many at once as alone', () =>
    every(24, async ({ world, trials }) => {
      const clockMs = trials[0]?.clockMs ?? 0;
      const atOnce = trials.map((trial) => ({ ...trial, clockMs }));
      const [busy, calm] = [await court(world), await court(world)];
      const together = await Promise.all(atOnce.map((trial) => busy.decide(trial)));
      for (const [index, trial] of atOnce.entries()) {
        const decision = together[index];
        expect(decision && seen(decision)).toEqual(seen(await calm.decide(trial)));
      }
    }));

  it('is explained as it is made, and an explanation sends no event', () =>
    every(16, async ({ world, trials }) => {
      let events = 0;
      const open = await court(world, { onDecision: () => (events += 1) });
      // An explanation knows nothing of what was decided about the same request before.
      const alone = trials.filter(({ wish, before }) => wish.kind !== 'identify' && before === undefined);
      for (const trial of alone) {
        const decision = await open.decide(trial);
        const before = events;
        const explanation = await open.explain(trial);
        expect(events).toBe(before);
        expect(explanation.outcome).toBe(decision.outcome);
        expect(explanation.code).toBe(decision.outcome === 'deny' ? decision.code : undefined);
        expect(explanation.shadow).toEqual(decision.outcome === 'allow' ? decision.shadow : undefined);
        const failed = explanation.verdicts.find(({ verdict }) => verdict === 'failed');
        const isAnonymous = decision.outcome === 'allow' && decision.identity === undefined;
        if (!isAnonymous)
          expect(failed?.layer).toBe(decision.outcome === 'deny' ? decision.layer : undefined);
      }
    }));

  it('is no allow once the clock is past exp and the widest skew', () =>
    every(16, async ({ world, trials }) => {
      const open = await court(world);
      for (const trial of trials) {
        const late = { ...trial, clockMs: trial.clockMs + 32 * 86_400_000 };
        const decision = await open.decide(late);
        if (decision.outcome === 'allow') expect(decision.identity).toBeUndefined();
      }
    }));

  it('once expired or too old stays so, however far the clock goes on', () =>
    every(8, async ({ world, trials }) => {
      const open = await court(world);
      for (const trial of trials) {
        let over: string | undefined;
        for (const seconds of [0, 1, 29, 30, 31, 60, 90, 125, 600, 3600, 14_000]) {
          const decision = await open.decide({ ...trial, clockMs: trial.clockMs + seconds * 1000 });
          const code = decision.outcome === 'deny' ? decision.code : 'allow';
          if (over !== undefined) expect(`${over} → ${code}`).toMatch(/ → time\.(?:expired|too_old)$/u);
          if (code === 'time.expired' || code === 'time.too_old') over = code;
        }
      }
    }));

  it('is the same for HEAD as for GET', () =>
    every(16, async ({ world, trials }) => {
      const open = await court(world);
      const by = async (trial: Trial, method: string): Promise<unknown> =>
        seen(await open.decide({ ...trial, request: { ...trial.request, method } }));
      for (const trial of trials) expect(await by(trial, 'HEAD')).toEqual(await by(trial, 'GET'));
    }));
});

describe('an allow', () => {
  it('of an operation with tenants is for the tenant that the request names, and the service serves it', () =>
    every(24, async ({ world, trials }) => {
      const open = await court(world);
      const service = world.document.services['orders'];
      for (const trial of trials) {
        const decision = await open.decide(trial);
        if (decision.outcome === 'deny' || decision.identity?.operation === undefined) continue;
        const { operation: name, tenant } = decision.identity;
        const operation = service?.operations?.[name];
        const source = operation?.tenantFrom ?? service?.tenantFrom;
        if (operation?.tenant === 'any' || source === undefined) continue;
        expect(tenant).toBeDefined();
        if (Array.isArray(service?.tenants)) expect(service.tenants).toContain(tenant);
        const { rawHeaders, target, params } = trial.request;
        const held = { header: rawHeaders, host: rawHeaders, path: [target, ...Object.values(params ?? {})] };
        const where = held[source.split('.')[0] as keyof typeof held].map(String).join(' ').toLowerCase();
        expect(where).toContain(tenant);
      }
    }));

  it('is for a token that names the audience, of a service or of one issuer alone, and lives', () =>
    every(24, async ({ world, trials }) => {
      const open = await court(world);
      const service = world.document.services['orders'];
      for (const trial of trials) {
        const decision = await open.decide(trial);
        if (decision.outcome === 'deny' || decision.identity === undefined) continue;
        const { issuer, claims } = decision.identity;
        const accepted = service?.accept.find(
          (each) => (typeof each === 'string' ? each : each.issuer) === issuer,
        );
        const own = typeof accepted === 'object' ? accepted.audience : undefined;
        const wanted = [own ?? service?.audience ?? []].flat();
        const named: readonly unknown[] = [claims['aud'] ?? []].flat();
        if (named.length === 0) expect(world.document.issuers[issuer]?.lacks?.aud).toBeDefined();
        else expect(wanted.some((each) => named.includes(each))).toBe(true);
        expect(Number(claims['exp']) + 60).toBeGreaterThan(trial.clockMs / 1000);
      }
    }));

  it('names the issuer by its iss, and an identity that no later code can change', () =>
    every(24, async ({ world, trials }) => {
      const open = await court(world);
      for (const trial of trials) {
        const decision = await open.decide(trial);
        if (decision.outcome === 'deny' || decision.identity === undefined) continue;
        const { issuer, claims } = decision.identity;
        const [before, after] = (world.document.issuers[issuer]?.iss ?? '').split('{tenant}');
        const iss = JSON.stringify(claims['iss']);
        if (after === undefined) expect(iss).toBe(JSON.stringify(before));
        else expect(['eu', 'us'].map((tenant) => JSON.stringify(`${before ?? ''}${tenant}`))).toContain(iss);
        expectFrozen(decision.identity);
      }
    }));

  it('of a public operation reads no credential', () =>
    fc.assert(
      fc.asyncProperty(
        scenes(1),
        fc.array(fc.string({ maxLength: 300 })),
        async ({ world, trials }, values) => {
          const open = await court(world, {
            keyFetcher: () => Promise.reject(new Error('Nothing is fetched.')),
          });
          for (const trial of trials) {
            const rawHeaders = values.flatMap((value) => ['Authorization', value]);
            const request = {
              ...trial.request,
              method: 'GET',
              target: '/healthz?access_token=x',
              rawHeaders,
            };
            // Alone: another decision about the same request may contradict it.
            const { clockMs } = trial;
            const decision = await open.decide({ request, wish: { kind: 'routed' }, clockMs });
            expect(decision).toEqual({ outcome: 'allow', identity: undefined, headers: [] });
          }
        },
      ),
      RUNS,
    ));
});

describe('a refusal', () => {
  it('comes for every bad credential, also where authentication is optional', () =>
    fc.assert(
      fc.asyncProperty(scenes(1), fc.string({ maxLength: 200 }), async ({ world, trials }, text) => {
        const open = await court(world);
        for (const trial of trials) {
          for (const value of [text, `Bearer ${text}`, 'Bearer a.b.c', `Basic ${text}`]) {
            const request = { ...trial.request, rawHeaders: ['Authorization', value] };
            for (const wish of [
              { kind: 'named', operation: 'browse' },
              { kind: 'identify', auth: 'optional' },
            ] as const) {
              expect((await open.decide({ ...trial, request, wish })).outcome).toBe('deny');
            }
          }
        }
      }),
      RUNS,
    ));

  it('has well-formed headers and a problem document that tells no expected value', () =>
    every(24, async ({ world, trials }) => {
      const open = await court(world);
      for (const trial of trials) {
        const decision = await open.decide(trial);
        if (decision.outcome === 'allow') continue;
        const { status, headers, body } = decision.response;
        expect([400, 401, 403, 503]).toContain(status);
        for (const [name, value] of headers) {
          expect(name).toMatch(/^[A-Za-z-]+$/u);
          expect(value).toMatch(/^[\x20-\x7E]+$/u);
          if (name === 'WWW-Authenticate') expect(value).toMatch(CHALLENGE);
        }
        expect(headers.some(([name]) => name === 'WWW-Authenticate')).toBe(
          status < 403 || decision.code === 'operation.scope',
        );
        expect(headers).toContainEqual(['Content-Type', 'application/problem+json']);
        const problem = JSON.parse(body) as Readonly<Record<string, unknown>>;
        expect(Object.keys(problem).sort()).toEqual(['status', 'title', 'type']);
        expect(problem['status']).toBe(status);
        expect(body).not.toMatch(/orders\.example|k0|k1|read|write|clerk|eu\b/u);
      }
    }));
});

/** RFC 6750 §3: `auth-param`s with quoted strings, of the characters that each may have. */
const CHALLENGE =
  /^Bearer realm="[A-Za-z0-9._-]+"(?:, error="[a-z_]+")?(?:, scope="[!#-[\]-~]+(?: [!#-[\]-~]+)*")?$/u;

function expectFrozen(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  expect(Object.isFrozen(value)).toBe(true);
  expect(() => Object.assign(value, { admin: true })).toThrow(TypeError);
  for (const member of Object.values(value)) expectFrozen(member);
}
