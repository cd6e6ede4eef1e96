/** The demo from start to end: a provider, a stranger, three services, and what they say to eleven kinds of token. */

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parsePolicy, type Policy } from '@org/jwt-core';
import { startFleet, type Fleet } from './fleet.js';
import { startProvider, type IdentityProvider } from './provider.js';

/** Everything that runs. */
export interface Demo {
  readonly fleet: Fleet;
  readonly provider: IdentityProvider;
  readonly stranger: IdentityProvider;
  close(): Promise<void>;
}

const POLICY_FILE = fileURLToPath(new URL('../jwt-policy.yaml', import.meta.url));
const POLICY_ISSUER = 'http://127.0.0.1:4400';

/** Starts the provider and the fleet. `progress` is told what is being done. */
export async function startDemo(progress: (text: string) => void): Promise<Demo> {
  progress('starting the identity provider');
  const provider = await startProvider(Number(new URL(POLICY_ISSUER).port));
  const stranger = await startProvider(0);
  progress('starting payments (Express), orders (Koa) and accounts (NestJS)');
  const fleet = await startFleet(await readPolicy(provider.issuer));
  return {
    fleet,
    provider,
    stranger,
    close: async () => {
      await fleet.close();
      await Promise.all([provider.close(), stranger.close()]);
    },
  };
}

/** The one policy file. Where its provider's port was taken, the provider is elsewhere, and the text says so. */
async function readPolicy(issuer: string): Promise<Policy> {
  const text = await readFile(POLICY_FILE, 'utf8');
  return parsePolicy(text.replaceAll(POLICY_ISSUER, issuer), { file: POLICY_FILE });
}
