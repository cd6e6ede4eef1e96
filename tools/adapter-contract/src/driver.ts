/** What the contract needs of an adapter under test. */

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Identity, Verifier } from '@org/jwt-core';
import { answerOf } from '@org/jwt-testing';
import type { ConformanceAnswer } from '@org/jwt-testing/conformance';

/** What a middleware asks of the verifier. */
export type Ask = 'identify' | 'identify, optional' | 'guard' | { readonly operation: string };

/** The application's error handler answers 418 with what it caught, or with the identity of the request. */
export type ErrorHandler = 'shows the error' | 'shows the identity';

/** One application: one handler for {@link ROUTE}, and what comes before it. */
export interface Application {
  readonly verifier: Verifier | Promise<Verifier>;
  /** In order. Those before the first named operation belong to the application, the others to the route. */
  readonly asks: readonly Ask[];
  readonly onDeny?: 'respond' | 'throw';
  /** `'header'`: the application names its requests by their `X-Request-Id`. Anything else is passed as it is. */
  readonly requestId?: unknown;
  /** A middleware before the adapter, with Node's own request and response. */
  readonly before?: (request: IncomingMessage, response: ServerResponse) => void;
  /** A middleware that writes {@link FORGED} to where applications of this framework look for an identity. */
  readonly forges?: 'before' | 'after';
  readonly onError?: ErrorHandler;
}

/** What a driver reports while it serves. */
export interface Reports {
  /** The handler runs. */
  readonly ran: () => void;
  /** The application's error handler caught this. */
  readonly caught: (error: unknown) => void;
}

/** An application that can be served by `node:http`. */
export interface Served {
  readonly listener: RequestListener;
  readonly close?: () => Promise<void>;
}

/** One adapter. */
export interface AdapterDriver {
  /** Such as `Express`. */
  readonly name: string;
  /** What its middlewares can ask. Every adapter has named operations. */
  readonly asks: readonly Ask[];
  /** What the framework names a request itself, where applications cannot leave an `id` on Node's request. */
  readonly ownRequestId?: RegExp;
  serve(application: Application, reports: Reports): Promise<Served> | Served;
}

/** The route of the one handler, in the notation of Express, @koa/router and Nest. */
export const ROUTE = '/tenants/:tenant/orders';

/** An identity that another middleware made up. */
export const FORGED: object = { subject: 'admin', scopes: ['everything'], operation: 'listOrders' };

/** The body of the handler. */
export interface Observation extends ConformanceAnswer {
  readonly hasIdentity: boolean;
  /** Whether that place is as the application left it. */
  readonly isUntouched: boolean;
}

/** What the handler observes: `getAuth`, and the place where applications of the framework look for an identity. */
export function observe(identity: Identity | undefined, place: unknown): Observation {
  const isUntouched = place === undefined || place === FORGED;
  return { ...answerOf(identity), hasIdentity: identity !== undefined, isUntouched };
}

/** What an error handler sends that sends all that it can of an error. */
export function allOf(error: unknown): object {
  return { error, ...(error as object) };
}

/** Those that belong to the application, and those that belong to the route. */
export function splitAsks(
  asks: readonly Ask[],
): readonly [application: readonly Ask[], route: readonly Ask[]] {
  const first = asks.findIndex((ask) => typeof ask === 'object');
  return first === -1 ? [asks, []] : [asks.slice(0, first), asks.slice(first)];
}
