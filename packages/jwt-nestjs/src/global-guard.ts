/** The guard that Nest runs for every HTTP handler, and the proof that it does. */

import {
  Inject,
  type CanActivate,
  type ExecutionContext,
  type OnModuleInit,
  type Type,
} from '@nestjs/common';
import { ApplicationConfig, ModulesContainer } from '@nestjs/core';
import { ConfigurationError } from '@org/jwt-core';
import { putFirst } from './guard-order.js';
import { SETTINGS } from './tokens.js';
import type { Wiring } from './wiring.js';

/** What the guard has once the boot check has passed. */
export interface Started {
  readonly guard: CanActivate;
  readonly wiring: Wiring;
  /** Guards of the application that run before it. */
  readonly guardsBefore: readonly Type<CanActivate>[];
}

/**
 * Denies everything until the boot check has passed, and asks the policy from then on.
 *
 * It depends on nothing that the application provides. Nest makes no guard at start that depends on a request-scoped or
 * durable provider, not even through another one, and Nest 11 then serves the handlers without it.
 */
export class GlobalGuard implements CanActivate, OnModuleInit {
  readonly #config: ApplicationConfig;
  readonly #modules: ModulesContainer;
  #started: Started | undefined;

  constructor(config: ApplicationConfig, modules: ModulesContainer) {
    this.#config = config;
    this.#modules = modules;
  }

  get isReady(): boolean {
    return this.#started !== undefined;
  }

  /** From now on, the guard of the policy decides. */
  start(started: Started): void {
    this.#started = started;
  }

  canActivate(context: ExecutionContext): ReturnType<CanActivate['canActivate']> {
    return this.#started?.guard.canActivate(context) ?? false;
  }

  /**
   * Nest has made every controller and guard, and registers the routes next.
   *
   * @throws {@link ConfigurationError} for what the boot check finds, and for guards that cannot run where they are to.
   */
  beforeRoutes(): void {
    if (this.#started === undefined) return;
    this.#assertGlobal();
    this.#started.wiring.check();
    putFirst(this, this.#started.guardsBefore, { config: this.#config, modules: this.#modules });
  }

  /** @throws {@link ConfigurationError} where Nest would not run this guard, or where it could only deny. */
  onModuleInit(): void {
    if (!this.isReady) throw new ConfigurationError(this.#scopedMessage());
    this.#assertGlobal();
  }

  #assertGlobal(): void {
    if (!this.#config.getGlobalGuards().includes(this)) throw new ConfigurationError(NOT_GLOBAL);
  }

  #scopedMessage(): string {
    const scoped = [...this.#modules.values()]
      .flatMap((module) => module.providers.get(SETTINGS)?.getCtorMetadata() ?? [])
      .filter((dependency) => !dependency.isDependencyTreeStatic())
      .map(({ name }) => String(name));
    const names = scoped.length === 0 ? '' : ` (${scoped.join(', ')})`;
    return (
      'JwtPolicyModule: expected options that are known when the application starts, ' +
      `found that they depend on a provider that is request-scoped or durable${names}. ` +
      'Inject providers of the default scope only.'
    );
  }
}

Inject(ApplicationConfig)(GlobalGuard, undefined, 0);
Inject(ModulesContainer)(GlobalGuard, undefined, 1);

/** Whether every HTTP handler of the application is guarded. */
export function isGuarded(config: ApplicationConfig): boolean {
  return config.getGlobalGuards().some((guard) => guard instanceof GlobalGuard && guard.isReady);
}

const NOT_GLOBAL =
  "JwtPolicyModule: its guard is not among the application's global guards, and would not run. " +
  'Import what forRoot() or forRootAsync() returns, as it is, in the root module.';
