import { createVerifier, type Policy, type Verifier } from '@org/jwt-core';
import { startAccounts } from './services/accounts.js';
import { startOrders } from './services/orders.js';
import { startPayments } from './services/payments.js';
import {
  SERVICE_NAMES,
  type RunningService,
  type ServiceName,
  type StartService,
} from './services/service.js';

/** Three services on three frameworks, under one policy. */
export interface Fleet {
  readonly services: readonly RunningService[];
  close(): Promise<void>;
}

const START: Readonly<Record<ServiceName, StartService>> = {
  payments: startPayments,
  orders: startOrders,
  accounts: startAccounts,
};

/** Starts each service with its own verifier, and fetches the issuer's keys. */
export async function startFleet(policy: Policy): Promise<Fleet> {
  const running = await Promise.all(
    SERVICE_NAMES.map(async (service) => {
      const verifier = await createVerifier({
        policy,
        service,
        disclose: 'code', // the demo shows the precise reason; in production, only the event has it
        insecure: { allowHttpLoopback: true },
      });
      await assertReady(verifier);
      return { service: await START[service](verifier), verifier };
    }),
  );
  return {
    services: running.map(({ service }) => service),
    close: async () => {
      await Promise.all(running.map(({ service }) => service.close()));
      await Promise.all(running.map(({ verifier }) => verifier.close()));
    },
  };
}

async function assertReady(verifier: Verifier): Promise<void> {
  const { ready, issuers } = await verifier.warmUp();
  if (ready) return;
  const reasons = issuers.flatMap(({ issuer, reason }) =>
    reason === undefined ? [] : [`${issuer}: ${reason}`],
  );
  throw new Error(`${verifier.service} has no keys (${reasons.join(', ')})`);
}
