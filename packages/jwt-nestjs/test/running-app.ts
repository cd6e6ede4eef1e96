/** Real Nest applications, on a free port of 127.0.0.1, closed after each test. */

import 'reflect-metadata';
import { request as send } from 'node:http';
import {
  Module,
  type DynamicModule,
  type INestApplication,
  type LoggerService,
  type ModuleMetadata,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { createConformanceKit, type ClaimsToSign, type ConformanceKit } from '@org/jwt-testing';
import { afterAll, afterEach, beforeAll } from 'vitest';

export const PLATFORMS = ['express', 'fastify'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export interface RunningApp {
  readonly app: INestApplication;
  /** What Nest and Fastify complained about. */
  readonly complaints: readonly string[];
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Answer>;
}

export interface AppDescription extends ModuleMetadata {
  /** Called before the application listens. */
  readonly configure?: (app: INestApplication) => void;
}

@Module({})
class AppModule {}

const apps: INestApplication[] = [];
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

/** Makes an application that does not listen yet. Rejects when it does not start. */
export async function createApp(
  platform: Platform,
  metadata: ModuleMetadata,
  complaints: string[] = [],
): Promise<INestApplication> {
  const complain = (message: unknown): void => {
    complaints.push(String(message));
  };
  const silent = (): void => undefined;
  const logger: LoggerService = { log: silent, warn: complain, error: complain };
  const module: DynamicModule = { module: AppModule, ...metadata };
  const options = { logger, abortOnError: false };
  const adapter =
    platform === 'express'
      ? new ExpressAdapter()
      : new FastifyAdapter({ logger: { level: 'warn', stream: { write: complain } } });
  const app = await NestFactory.create(module, adapter, options);
  apps.push(app);
  return app;
}

export async function startApp(
  platform: Platform,
  { configure, ...metadata }: AppDescription,
): Promise<RunningApp> {
  const complaints: string[] = [];
  const app = await createApp(platform, metadata, complaints);
  configure?.(app);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return { app, complaints, get: (path, headers = {}) => get(new URL(path, url), headers) };
}

function get(url: URL, headers: Readonly<Record<string, string>>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = send(url, { headers, agent: false, signal: AbortSignal.timeout(5_000) });
    outgoing.once('error', reject);
    outgoing.once('response', (incoming) => {
      let body = '';
      incoming.setEncoding('utf8');
      incoming.on('data', (chunk: string) => (body += chunk));
      incoming.once('error', reject);
      incoming.once('end', () => {
        const { statusCode = 0, rawHeaders } = incoming;
        const lines = rawHeaders.flatMap((name, index) =>
          index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ''] as const] : [],
        );
        resolve({ status: statusCode, headers: lines, body });
      });
    });
    outgoing.end();
  });
}

/** The values of one header, line by line. */
export function valuesOf({ headers }: Answer, wanted: string): readonly string[] {
  return headers.filter(([name]) => name.toLowerCase() === wanted.toLowerCase()).map(([, value]) => value);
}

/** The conformance kit's issuers and policy, for all tests of a file. */
export function useKit(): {
  readonly kit: () => ConformanceKit;
  readonly bearer: (claims?: ClaimsToSign) => Promise<{ authorization: string }>;
} {
  let kit: ConformanceKit | undefined;
  const running = (): ConformanceKit => {
    if (kit === undefined) throw new Error('The kit runs during tests only.');
    return kit;
  };
  beforeAll(async () => {
    kit = await createConformanceKit();
  });
  afterAll(() => kit?.close());
  return {
    kit: running,
    bearer: async (claims = {}) => {
      const token = await running().issuer.mint({ tenant_id: 't-eu', scope: 'orders:read', ...claims });
      return { authorization: `Bearer ${token}` };
    },
  };
}
