/** The boot check: every handler is bound to an operation, or is public on purpose. */

import type { ModulesContainer } from '@nestjs/core';
import { ConfigurationError, type Verifier } from '@org/jwt-core';
import { endQuietly } from './answered-exception.js';
import type { CheckedMarks } from './checked-marks.js';
import { controllersOf, isObject, member, type Host } from './hosts.js';
import { hasLostMarks, inheritsMarks, marksOf, type NamedClass } from './marks.js';
import type { Settings } from './options.js';
import { SETTINGS } from './tokens.js';
import { entryProblems } from './transports.js';

/** Where Nest keeps the path of a route. */
const ROUTE = 'path';

/** Stops the boot with one error that lists everything that is wrong. */
export class Wiring {
  readonly #modules: ModulesContainer;
  readonly #verifier: Verifier;
  readonly #settings: Settings;
  /** For the guard. */
  readonly #checked: CheckedMarks;

  constructor(modules: ModulesContainer, verifier: Verifier, settings: Settings, checked: CheckedMarks) {
    this.#modules = modules;
    this.#verifier = verifier;
    this.#settings = settings;
    this.#checked = checked;
  }

  /**
   * Looks at every controller and provider of the application: when the verifier is there, and once more when all that
   * factories make is there, before Nest registers the routes.
   *
   * @throws {@link ConfigurationError} with every problem.
   */
  check(): void {
    const controllers = controllersOf(this.#modules);
    const registrations = [...this.#modules.values()].filter((module) => module.providers.has(SETTINGS));
    // A controller that several modules register is one controller: a set.
    const problems = new Set([
      ...(registrations.length > 1 ? [TWICE] : []),
      ...this.#listProblems(controllers),
      ...controllers.flatMap((host) => this.#routeProblems(host)),
      ...entryProblems(this.#modules),
    ]);
    if (problems.size === 0) return;
    const count = problems.size === 1 ? '1 problem' : `${String(problems.size)} problems`;
    const title = `The application does not fit the policy of the service "${this.#verifier.service}": ${count}`;
    throw new ConfigurationError([title, ...problems].join('\n  - '));
  }

  #listProblems(controllers: readonly Host[]): string[] {
    const types = new Set(controllers.map((host) => host.type));
    return [...this.#settings.publicControllers].flatMap((entry) => {
      if (typeof entry !== 'string') {
        return types.has(entry)
          ? []
          : [`public: ${entry.name} is not a controller of this application: remove it.`];
      }
      const count = [...types].filter((type) => type.name === entry).length;
      if (count === 1) return [];
      if (count === 0) return [`public: no controller is called "${entry}": correct or remove it.`];
      return [`public: ${String(count)} controllers are called "${entry}": give the class instead.`];
    });
  }

  #routeProblems({ type, methods, instance }: Host): string[] {
    return methods.flatMap(([name, method]) => {
      if (Reflect.getMetadata(ROUTE, method) === undefined) return [];
      // A constructor may have replaced the method: then that is what Nest calls, and what the guard is shown.
      const called = member(instance, name);
      const handler = isObject(called) ? called : method;
      const prototype = member(type, 'prototype');
      const isLost = isObject(prototype) && hasLostMarks(prototype, name, handler);
      const problem = isLost ? LOST : this.#routeProblem(shownClass(instance, type), handler);
      return problem === undefined ? [] : [`${type.name}.${name}: ${problem}`];
    });
  }

  #routeProblem(type: NamedClass, handler: object): string | undefined {
    const marks = marksOf(type, handler, this.#settings.publicControllers);
    if (marks === undefined) {
      const hint = inheritsMarks(type) ? ' The marks of a base class do not count.' : '';
      return `write @Operation('...') with the name of an operation in the policy, or @Public().${hint}`;
    }
    this.#checked.set(type, handler, marks);
    endQuietly(handler);
    const { operation, isPublic } = marks;
    if (operation === undefined) return undefined;
    try {
      const known = this.#verifier.requireOperation(operation);
      // While there is no policy, there is nothing to compare with, and every such request is answered with 503.
      if (known === undefined || !isPublic || known.auth === 'public') return undefined;
      return `@Public() contradicts @Operation('${operation}'), which has auth: ${known.auth} in the policy. Remove one of them.`;
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      return `@Operation('${operation}'): ${error.message}`;
    }
  }
}

/** The class that Nest shows the guard: a decorator may have put a function with the same prototype before it. */
function shownClass(instance: unknown, type: NamedClass): NamedClass {
  const shown = member(instance, 'constructor');
  return typeof shown === 'function' ? shown : type;
}

const LOST =
  'the method was replaced, by another decorator or in the constructor, and its mark is lost: mark what is called.';
const TWICE = 'JwtPolicyModule is imported with options more than once: do so in the root module only.';
