/** The demo: an identity provider, another one that the policy does not name, and three services. */

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parsePolicy, type Policy } from '@org/jwt-core';
import { startFleet, type Fleet } from './fleet.js';
import { startProvider, type IdentityProvider } from './provider.js';

/** Everything that runs. */
export interface Demo {
  readonly fleet: Fleet;
  readonly provider: IdentityProvider;
  readonly unknownProvider: IdentityProvider;
  close(): Promise<void>;
}

const POLICY_FILE = fileURLToPath(new URL('../jwt-policy.yaml', import.meta.url));
const POLICY_ISSUER = 'http://127.0.0.1:4400';

/** Starts the provider and the fleet. `progress` receives a line for each step. */
export async function startDemo(progress: (text: string) => void): Promise<Demo> {
  progress('starting the identity provider');
  const provider = await startProvider(Number(new URL(POLICY_ISSUER).port));
  const unknownProvider = await startProvider(0);
  progress('starting payments (Express), orders (Koa) and accounts (NestJS)');
  const fleet = await startFleet(await readPolicy(provider.issuer));
  return {
    fleet,
    provider,
    unknownProvider,
    close: async () => {
      await fleet.close();
      await Promise.all([provider.close(), unknownProvider.close()]);
    },
  };
}

/** The one policy file. Where the port of its provider is in use, the provider has another, which is put into the text. */
async function readPolicy(issuer: string): Promise<Policy> {
  const text = await readFile(POLICY_FILE, 'utf8');
  return parsePolicy(text.replaceAll(POLICY_ISSUER, issuer), { file: POLICY_FILE });
}
