/** The handlers that a server under test registers. */

/** One handler. */
export interface ConformanceRoute {
  readonly method: 'GET' | 'POST';
  /** A path template; `{name}` is one segment (`:name` in most routers). */
  readonly path: string;
  /** The operation of the policy that the handler is bound to. */
  readonly operation: string;
}

/**
 * Every operation of the conformance policy. A server under test has one handler for each, after the adapter. The
 * handler answers 200 with `answerOf(getAuth(request))` as JSON.
 */
export const CONFORMANCE_ROUTES: readonly ConformanceRoute[] = [
  { method: 'GET', path: '/health', operation: 'health' },
  { method: 'GET', path: '/notices', operation: 'notices' },
  { method: 'GET', path: '/tenants/{tenant}/orders', operation: 'listOrders' },
  { method: 'POST', path: '/tenants/{tenant}/orders', operation: 'createOrder' },
  { method: 'GET', path: '/tenants/{tenant}/orders/{order}', operation: 'readOrder' },
  { method: 'POST', path: '/tenants/{tenant}/orders/{order}/refund', operation: 'refundOrder' },
  { method: 'GET', path: '/reports/orders', operation: 'reportOrders' },
  { method: 'POST', path: '/reconciliations', operation: 'reconcile' },
];
