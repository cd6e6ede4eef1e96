import { createVerifier, type PolicyEvent } from '@org/jwt-core';
import type { PolicySource } from '@org/jwt-core/policy';
import { createConformanceKit } from '@org/jwt-testing';
import { expect, it, vi } from 'vitest';
import type { AdapterDriver } from './driver.js';
import { LIST_ORDERS } from './serve.js';

/** A policy that is loaded again and does not have an operation any more that a handler is bound to. */
export function describeReload(driver: AdapterDriver): void {
  it(`an operation that ${driver.name} has bound, and that a reload drops, is reported at once`, async () => {
    const kit = await createConformanceKit();
    const text = JSON.stringify(kit.policy.document);
    const held = { text, notify: (): void => undefined };
    const policy: PolicySource = {
      location: 'held',
      everyMs: 60_000,
      read: () => Promise.resolve({ text: held.text, tag: held.text }),
      watch: (onChange) => {
        held.notify = onChange;
        return () => undefined;
      },
    };
    const events: PolicyEvent[] = [];
    const verifier = await createVerifier({
      policy,
      service: kit.service,
      clock: kit.clock,
      insecure: { allowHttpLoopback: true },
      onPolicyEvent: (event) => events.push(event),
    });
    const served = await driver.serve(
      { verifier, asks: [LIST_ORDERS] },
      { ran: () => undefined, caught: () => undefined },
    );
    held.text = text.replaceAll('"listOrders"', '"listAllOrders"');
    held.notify();
    await vi.waitFor(() => {
      expect(events.at(-1)).toMatchObject({ type: 'policy.unbound_operation', operations: ['listOrders'] });
    });
    await served.close?.();
    await verifier.close();
    await kit.close();
  });
}
