import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import type { Verifier } from '@org/jwt-core';

/** The services of the fleet, by their names in the policy. */
export const SERVICE_NAMES = ['payments', 'orders', 'accounts'] as const;

/** One of them. */
export type ServiceName = (typeof SERVICE_NAMES)[number];

/** A service that listens on this machine. */
export interface RunningService {
  readonly name: ServiceName;
  readonly framework: string;
  readonly url: string;
  close(): Promise<void>;
}

/** Starts a service that asks this verifier. */
export type StartService = (verifier: Verifier) => Promise<RunningService>;

/** The address of a server that listens on an ephemeral port of this machine. */
export function urlOf(server: Server): string {
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${String(port)}`;
}

/** Stops a server, and what it still has open. */
export function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
