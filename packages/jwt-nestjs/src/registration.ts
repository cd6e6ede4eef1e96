/** What can be rejected before the module's options are known, which may need other providers, or never come. */

import type { Type } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';
import { ConfigurationError } from '@org/jwt-core';
import { entryProblems } from './transports.js';

/**
 * Checks one import of the module.
 *
 * @param registration what `forRoot()` and `forRootAsync()` provide; anything else comes from no options at all, or
 * from what a test mocks.
 * @throws {@link ConfigurationError} for the bare class, for a module that is loaded lazily, and for entries that the
 * guard cannot protect: a hybrid application may open its microservices before anything else is checked.
 */
export function checkRegistration(type: Type, modules: ModulesContainer, registration: unknown): void {
  if (typeof registration !== 'string') throw new ConfigurationError(NO_OPTIONS);
  if (!isPresentAtStart(type, modules)) throw new ConfigurationError(LAZY);
  const problems = entryProblems(modules);
  if (problems.length > 0) throw new ConfigurationError([UNPROTECTED, ...new Set(problems)].join('\n  - '));
}

/**
 * Whether Nest found the module when it collected the application's global guards. The first module is Nest's own, the
 * second is the root module, and a global module that is there from the start is an import of the root module.
 */
function isPresentAtStart(type: Type, modules: ModulesContainer): boolean {
  const [, root] = modules.values();
  return root !== undefined && [root, ...root.imports].some(({ metatype }) => metatype === type);
}

const USE =
  'Import JwtPolicyModule.forRoot({ … }) or JwtPolicyModule.forRootAsync({ … }) once, in the root module.';
const NO_OPTIONS = `JwtPolicyModule is imported without options, and guards nothing without them. ${USE} Other modules need no import: JWT_VERIFIER is known to all.`;
const LAZY = `JwtPolicyModule is loaded lazily, when the guards of the application are complete, and would guard nothing. ${USE}`;
const UNPROTECTED = 'JwtPolicyModule cannot protect all of this application:';
