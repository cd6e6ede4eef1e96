/** Where the guard of the policy runs among the global guards of the application. */

import type { CanActivate, Type } from '@nestjs/common';
import type { ApplicationConfig, ModulesContainer } from '@nestjs/core';
import { ConfigurationError } from '@org/jwt-core';

/** The global guards of an application, and what makes them. */
export interface GlobalGuards {
  readonly config: ApplicationConfig;
  readonly modules: ModulesContainer;
}

/**
 * Puts a guard before all other global guards but those that are to run before it. Nest runs them in the order of its
 * modules: a guard of the root module would run first, also for requests that are denied, and not know the caller.
 *
 * Nest reads the order when it registers the routes.
 *
 * @throws {@link ConfigurationError} where one that is to run before it cannot.
 */
export function putFirst(
  guard: CanActivate,
  before: readonly Type<CanActivate>[],
  global: GlobalGuards,
): void {
  const { config } = global;
  const guards = config.getGlobalGuards(); // Nest's own list
  const preceding = new Set(before.flatMap((type) => instancesOf(type, guards, global)));
  const following = guards.filter((each) => each !== guard && !preceding.has(each));
  guards.splice(0, guards.length, ...guards.filter((each) => preceding.has(each)), guard, ...following);
  if (config.getGlobalGuards()[preceding.size] !== guard) throw new ConfigurationError(NOT_ORDERED);
}

/** A test may have put any object in the place of the class, where the guard is a provider of its own. */
function instancesOf(
  type: Type<CanActivate>,
  guards: readonly CanActivate[],
  { config, modules }: GlobalGuards,
): readonly CanActivate[] {
  const provided = [...modules.values()].map((module): unknown => module.providers.get(type)?.instance);
  const found = guards.filter((each) => each instanceof type || provided.includes(each));
  if (found.length > 0) return found;
  const isScoped = config.getGlobalRequestGuards().some(({ metatype }) => metatype === type);
  throw new ConfigurationError(
    `guardsBefore: ${type.name} ${isScoped ? SCOPED : 'is not a global guard of this application: remove it.'}`,
  );
}

const SCOPED = 'is request-scoped, and Nest runs such guards after all others: give it the default scope.';
const NOT_ORDERED =
  "JwtPolicyModule: this version of Nest does not let a module order the application's global guards.";
