import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpRequest } from '@org/jwt-core';
import { STUB_ALLOWED, stubVerifier } from '@org/jwt-testing';
import Koa from 'koa';
import { describe, expect, it } from 'vitest';
import { createKoaAccess } from '../src/index.js';

/** What core is told of a request to a server with this limit. */
async function toldOf(maxHeadersCount: number | null): Promise<HttpRequest | undefined> {
  const told: HttpRequest[] = [];
  const jwt = createKoaAccess(
    stubVerifier((request) => {
      told.push(request);
      return Promise.resolve(STUB_ALLOWED);
    }),
  );
  const app = new Koa().use(jwt.guard()).use((ctx) => {
    ctx.body = 'ran';
  });
  const handle = app.callback();
  const server = createServer((request, response) => void handle(request, response));
  server.maxHeadersCount = maxHeadersCount;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await fetch(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`);
  server.close();
  server.closeAllConnections();
  return told[0];
}

describe('core is told how many header lines the server reads', () => {
  it.each([
    [500, 500],
    [0, 0],
    [null, undefined],
  ])('where server.maxHeadersCount is %s: %s', async (limit, told) => {
    expect((await toldOf(limit))?.maxHeadersCount).toBe(told);
  });
});
