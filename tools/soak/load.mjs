// Good and hostile requests, what must come of each, and how they are sent.
import { Agent, request as send } from 'node:http';
import { REASONS } from '@org/jwt-core';
import { createTestIssuer } from '@org/jwt-testing';
import { CONFORMANCE_AUDIENCE, CONFORMANCE_CASES } from '@org/jwt-testing/conformance';
import { RAN } from './apps.mjs';

/** Requests that are under way at once. */
const PARALLEL = 16;
const PATIENCE_MS = 30_000;

/** Starts the issuers of the conformance policy, on a clock that is moved from outside. */
export async function startParties(clock) {
  const common = { clock, audience: CONFORMANCE_AUDIENCE, claims: { environment: 'test' } };
  const [issuer, partner, unreachable] = await Promise.all([
    createTestIssuer({ ...common, algs: ['ES256', 'RS256'] }),
    createTestIssuer({ ...common, algs: ['ES256', 'EdDSA'], path: '/partner' }),
    createTestIssuer(common),
  ]);
  unreachable.goOffline();
  return { issuer, partner, unreachable };
}

/** Every case of the conformance kit but those that answer 503 by design. Half of what is drawn is good. */
export async function preparePool(parties, binding) {
  const cases = CONFORMANCE_CASES.filter(
    ({ bindings, expected }) => bindings.includes(binding) && statusOf(expected) < 500,
  );
  const rows = await Promise.all(
    cases.map(async (each) => ({
      name: each.name,
      status: statusOf(each.expected),
      ran: each.expected.outcome === 'allow' ? each.operation : undefined,
      request: await each.request(parties),
    })),
  );
  const good = rows.filter(({ ran }) => ran !== undefined);
  const hostile = rows.filter(({ ran }) => ran === undefined);
  return { size: rows.length, draw: () => pick(Math.random() < 0.5 ? good : hostile) };
}

function statusOf(expected) {
  return expected.outcome === 'allow' ? 200 : REASONS[expected.code].status;
}

function pick(rows) {
  return rows[Math.trunc(Math.random() * rows.length)];
}

/** Sends what the pool draws until the time is over, and waits for the last answer. */
export async function sendUntil(end, pool, port, tally) {
  const agent = new Agent({ keepAlive: true, maxSockets: PARALLEL });
  const worker = async () => {
    while (performance.now() < end) tally.add(await sendOne(pool.draw(), port, agent));
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  agent.destroy();
}

async function sendOne({ name, status, ran, request }, port, agent) {
  const got = await exchange(request, port, agent).catch((error) => ({ status: error.code ?? error.name }));
  const isRight = got.status === status && got.ran === ran;
  return {
    isServerError: Number(got.status) >= 500,
    wrong: isRight
      ? undefined
      : `${name}: expected ${status} ${ran ?? '-'}, got ${got.status} ${got.ran ?? '-'}`,
  };
}

function exchange({ method, target, headers }, port, agent) {
  const framing = ['Host', `127.0.0.1:${port}`, 'Connection', 'keep-alive'];
  if (method === 'POST') framing.push('Content-Length', '0');
  return new Promise((resolve, reject) => {
    const outgoing = send({
      host: '127.0.0.1',
      port,
      method,
      path: target,
      headers: [...framing, ...headers.flat()],
      agent,
      timeout: PATIENCE_MS,
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('no answer')));
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      incoming.resume();
      incoming.on('error', reject);
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode, ran: incoming.headers[RAN.toLowerCase()] }),
      );
    });
    outgoing.end();
  });
}

/** Counts what came back. */
export function createTally() {
  const tally = {
    requests: 0,
    serverErrors: 0,
    wrong: new Map(),
    wrongs: 0,
    add({ isServerError, wrong }) {
      tally.requests += 1;
      if (isServerError) tally.serverErrors += 1;
      if (wrong === undefined) return;
      tally.wrongs += 1;
      tally.wrong.set(wrong, (tally.wrong.get(wrong) ?? 0) + 1);
    },
  };
  return tally;
}
