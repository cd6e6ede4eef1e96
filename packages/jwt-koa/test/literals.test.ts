import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import {
  createJournal,
  createRawHttpKit,
  RAN_HEADER,
  RAW_HTTP_LITERALS,
  runRawHttpLiterals,
  type RawHttpJournal,
  type RawHttpKit,
} from '@org/jwt-testing/wire';
import Router from '@koa/router';
import Koa, { type Middleware } from 'koa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKoaAccess } from '../src/index.js';

/** They come without types, or with those of a class that is the module itself. */
const load = createRequire(import.meta.url) as (name: string) => typeof Router;

let kit: RawHttpKit;

beforeAll(async () => {
  kit = await createRawHttpKit();
});

afterAll(() => kit.close());

/** A literal as the routers write it: some characters mean something to them. */
const escaped = (literal: string): string => literal.replace(/[^\w%-]/gu, String.raw`\$&`);

const handler =
  (journal: RawHttpJournal, operation: string): Middleware =>
  (ctx) => {
    ctx.set(RAN_HEADER, journal.ran(operation));
    ctx.body = {};
  };

describe('a literal of the policy belongs to the handler that the router runs for it, and no other spelling does', () => {
  it.each([
    ['@koa/router 15', Router],
    ['@koa/router 14', load('koa-router-14')],
    ['@koa/router 13', load('koa-router-13')],
    ['koa-router 13', load('koa-router')],
    ['@koa/router 12', load('koa-router-12')],
  ])('with %s', async (_name, AnyRouter) => {
    const journal = createJournal();
    const verifier = await kit.createLiteralsVerifier(journal);
    const router = new AnyRouter();
    for (const { operation, folder, literal } of RAW_HTTP_LITERALS) {
      router.get(`${folder}/${escaped(literal)}`, handler(journal, operation));
      router.get(`${folder}/:any`, handler(journal, `${folder}/:any, which is in no policy,`));
    }
    const app = new Koa();
    app.silent = true;
    app.use(createKoaAccess(verifier).guard());
    app.use(router.routes());
    const server = app.listen(0, '127.0.0.1');
    journal.watch(server);
    await new Promise((resolve) => server.once('listening', resolve));
    const { faults, sent } = await runRawHttpLiterals({
      port: (server.address() as AddressInfo).port,
      journal,
    });
    await new Promise((resolve) => server.close(resolve));
    await verifier.close();
    expect(faults).toEqual([]);
    expect(sent).toBeGreaterThan(240);
  });
});
