/** What `@Operation()` asks of the application: without the module, the mark would protect nothing. */

import { Inject, type CanActivate, type OnModuleInit } from '@nestjs/common';
import { ApplicationConfig, HttpAdapterHost } from '@nestjs/core';
import { ConfigurationError } from '@org/jwt-core';
import { isGuarded } from './global-guard.js';

/** Belongs to every marked handler, decides nothing, and denies unless the guard of the policy runs before it. */
export class OperationGuard implements CanActivate, OnModuleInit {
  readonly #config: ApplicationConfig;
  readonly #host: HttpAdapterHost;
  #isGuarded = false;

  constructor(config: ApplicationConfig, host: HttpAdapterHost) {
    this.#config = config;
    this.#host = host;
  }

  /** @throws {@link ConfigurationError} where the application has handlers to serve, and no policy. */
  onModuleInit(): void {
    this.#isGuarded = isGuarded(this.#config);
    // An application context has no adapter, and serves nothing.
    if (this.#isGuarded || !hasAdapter(this.#host)) return;
    throw new ConfigurationError(
      '@Operation() is on a handler, and no policy guards this application. ' +
        'Import JwtPolicyModule.forRoot({ … }) or JwtPolicyModule.forRootAsync({ … }) in its root module, ' +
        'from the same copy of @org/jwt-nestjs.',
    );
  }

  canActivate(): boolean {
    return this.#isGuarded;
  }
}

Inject(ApplicationConfig)(OperationGuard, undefined, 0);
Inject(HttpAdapterHost)(OperationGuard, undefined, 1);

/** Nest declares the adapter as if there always was one. */
function hasAdapter(host: { readonly httpAdapter: unknown }): boolean {
  return typeof host.httpAdapter === 'object' && host.httpAdapter !== null;
}
