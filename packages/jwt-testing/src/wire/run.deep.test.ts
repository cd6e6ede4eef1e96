import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Verifier } from '@org/jwt-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createJournal, RAN_HEADER, type RawHttpJournal } from './journal.js';
import { createRawHttpKit, type RawHttpKit } from './kit.js';
import { runRawHttp, type RawHttpReport } from './run.js';
import { upstreamOperation } from './upstream.js';

let kit: RawHttpKit;

beforeAll(async () => {
  kit = await createRawHttpKit();
});

afterAll(() => kit.close());

type Serve = (verifier: Verifier, journal: RawHttpJournal) => RequestListener;

async function report(serve: Serve): Promise<RawHttpReport> {
  const journal = createJournal();
  const verifier = await kit.createVerifier(journal);
  const server: Server = createServer(serve(verifier, journal));
  journal.watch(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.close();
    await verifier.close();
  });
  return runRawHttp({ port: (server.address() as AddressInfo).port, journal, share: 0 }, kit.tokens);
}

/** A lenient server after a guard that decides about the request, changed by `change`. */
function guarded(change: (request: IncomingMessage) => { method: string; target: string }): Serve {
  return (verifier, journal) => (req, res) => {
    void verifier.decide({ ...change(req), rawHeaders: req.rawHeaders }).then((decision) => {
      res.statusCode = decision.outcome === 'allow' ? 200 : decision.response.status;
      const found = upstreamOperation(req.method ?? '', req.url ?? '');
      if (decision.outcome === 'allow' && found !== undefined) {
        res.setHeader(RAN_HEADER, journal.ran(found.operation, found.tenant));
      }
      res.end();
    });
  };
}

const asReceived = ({ method = '', url = '' }: IncomingMessage): { method: string; target: string } => ({
  method,
  target: url,
});

describe('runRawHttp', () => {
  it('finds no fault where the guard decides about the request that is served', async () => {
    const { faults, runs, sent } = await report(guarded(asReceived));
    expect(faults).toEqual([]);
    expect(runs.size).toBe(13);
    expect(sent).toBeGreaterThan(2000);
  });

  it.each<[string, Parameters<typeof guarded>[0]]>([
    [
      'the path of X-Original-URL',
      ({ method = '', url = '', headers }) => ({ method, target: String(headers['x-original-url'] ?? url) }),
    ],
    ['the path below /api', ({ method = '', url = '' }) => ({ method, target: url.replace(/^\/api/u, '') })],
    ['every method as GET', ({ url = '' }) => ({ method: 'GET', target: url })],
  ])('finds a guard that decides about %s', async (_what, change) => {
    expect((await report(guarded(change))).faults).not.toEqual([]);
  });

  it('finds a server without a guard', async () => {
    const { faults } = await report((_verifier, journal) => (_req, res) => {
      res.setHeader(RAN_HEADER, journal.ran('admin')).end();
    });
    expect(faults[0]).toContain('admin ran for no tenant after []');
  });

  it.each<[string, string, RequestListener]>([
    ['a server error', 'answered 500', (_req, res) => res.writeHead(500).end()],
    ['a stack trace', 'a stack trace', (_req, res) => res.end(new Error('x').stack)],
    ['a token', 'a token', ({ rawHeaders }, res) => res.end(rawHeaders.join('\n'))],
    ['an incomplete response', 'an incomplete response', ({ socket }) => socket.end('HTTP/1.1 200 OK\r\n')],
  ])('finds %s', async (_what, fault, listener) => {
    expect((await report(() => listener)).faults.join('\n')).toContain(fault);
  });
});
