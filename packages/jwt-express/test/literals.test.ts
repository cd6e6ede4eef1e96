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
import express, { type RequestHandler } from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createExpressAccess } from '../src/index.js';

/** It comes without types. */
const express4 = createRequire(import.meta.url)('express4') as typeof express;

let kit: RawHttpKit;

beforeAll(async () => {
  kit = await createRawHttpKit();
});

afterAll(() => kit.close());

/** A literal as Express writes it: some characters mean something to it. */
const escaped = (literal: string): string => literal.replace(/[^\w%-]/gu, String.raw`\$&`);

const handler =
  (journal: RawHttpJournal, operation: string): RequestHandler =>
  (_req, res) => {
    res.setHeader(RAN_HEADER, journal.ran(operation));
    res.json({});
  };

describe('a literal of the policy belongs to the handler that Express runs for it, and no other spelling does', () => {
  it.each([
    ['Express 5', express],
    ['Express 4', express4],
  ])('with %s', async (_name, framework) => {
    const journal = createJournal();
    const verifier = await kit.createLiteralsVerifier(journal);
    const app = framework();
    app.set('env', 'production');
    app.use(createExpressAccess(verifier).guard());
    for (const { operation, folder, literal } of RAW_HTTP_LITERALS) {
      app.get(`${folder}/${escaped(literal)}`, handler(journal, operation));
      app.get(`${folder}/:any`, handler(journal, `${folder}/:any, which is in no policy,`));
    }
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
