/** The boot check: every handler is bound to an operation, or is public on purpose. */

import type { OnModuleInit } from '@nestjs/common';
import { MetadataScanner, type ModulesContainer } from '@nestjs/core';
import { ConfigurationError, type Verifier } from '@org/jwt-core';
import { hasLostMarks, inheritsMarks, marksOf, type NamedClass } from './marks.js';
import type { Settings } from './options.js';
import { SETTINGS } from './tokens.js';
import { foreignEntry } from './transports.js';

/** Where Nest keeps the path of a route. */
const ROUTE = 'path';

/** A class that the application uses, its methods, and the instance that Nest made, if it has. */
interface Host {
  readonly type: NamedClass;
  readonly methods: readonly (readonly [name: string, method: object])[];
  readonly instance: unknown;
}

/** What this needs of Nest's `InstanceWrapper`. */
interface Wrapper {
  readonly metatype: unknown;
  readonly instance: unknown;
  readonly isNotMetatype: boolean;
}

/** Stops the boot with one error that lists everything that is wrong. */
export class Wiring implements OnModuleInit {
  readonly #modules: ModulesContainer;
  readonly #verifier: Verifier;
  readonly #settings: Settings;
  readonly #scanner = new MetadataScanner();

  constructor(modules: ModulesContainer, verifier: Verifier, settings: Settings) {
    this.#modules = modules;
    this.#verifier = verifier;
    this.#settings = settings;
  }

  /** Looks once more, now that what factories make is there. */
  onModuleInit(): void {
    this.check();
  }

  /**
   * Looks at every controller and provider of the application.
   *
   * @throws {@link ConfigurationError} with every problem.
   */
  check(): void {
    const modules = [...this.#modules.values()];
    const controllers = modules.flatMap((module) => this.#hosts(module.controllers.values()));
    const providers = modules.flatMap((module) => this.#hosts(module.providers.values()));
    // A controller that several modules register is one controller: a set.
    const problems = new Set([
      ...(modules.filter((module) => module.providers.has(SETTINGS)).length > 1 ? [TWICE] : []),
      ...this.#listProblems(controllers),
      ...controllers.flatMap((host) => this.#routeProblems(host)),
      ...[...controllers, ...providers].flatMap(entryProblems),
    ]);
    if (problems.size === 0) return;
    const count = problems.size === 1 ? '1 problem' : `${String(problems.size)} problems`;
    const title = `The application does not fit the policy of the service "${this.#verifier.service}": ${count}`;
    throw new ConfigurationError([title, ...problems].join('\n  - '));
  }

  #hosts(wrappers: Iterable<Wrapper>): Host[] {
    return [...wrappers].flatMap(({ metatype, instance, isNotMetatype }) => {
      const prototype: unknown = isNotMetatype ? prototypeOf(instance) : member(metatype, 'prototype');
      const type = isNotMetatype ? member(prototype, 'constructor') : metatype;
      if (!isObject(prototype) || typeof type !== 'function') return [];
      const methods = this.#scanner.getAllMethodNames(prototype).flatMap((name) => {
        const method = member(prototype, name);
        return isObject(method) ? [[name, method] as const] : [];
      });
      return [{ type, methods, instance }];
    });
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
      const problem = isLost ? LOST : this.#routeProblem(type, handler);
      return problem === undefined ? [] : [`${type.name}.${name}: ${problem}`];
    });
  }

  #routeProblem(type: NamedClass, handler: object): string | undefined {
    const marks = marksOf(type, handler, this.#settings.publicControllers);
    if (marks === undefined) {
      const hint = inheritsMarks(type) ? ' The marks of a base class do not count.' : '';
      return `write @Operation('...') with the name of an operation in the policy, or @Public().${hint}`;
    }
    const { operation, isPublic } = marks;
    if (operation === undefined) return undefined;
    try {
      const known = this.#verifier.operation(operation);
      // While there is no policy, there is nothing to compare with, and every such request is answered with 503.
      if (known === undefined || !isPublic || known.auth === 'public') return undefined;
      return `@Public() contradicts @Operation('${operation}'), which has auth: ${known.auth} in the policy. Remove one of them.`;
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      return `@Operation('${operation}'): ${error.message}`;
    }
  }
}

/** One line is enough for a class that is such an entry itself. */
function entryProblems({ type, methods }: Host): string[] {
  const entry = foreignEntry(type);
  if (entry !== undefined) return [`${type.name} is ${entry}: ${NOT_GUARDED}`];
  return methods.flatMap(([name, method]) => {
    const found = foreignEntry(method);
    return found === undefined ? [] : [`${type.name}.${name} is ${found}: ${NOT_GUARDED}`];
  });
}

const LOST =
  'the method was replaced, by another decorator or in the constructor, and its mark is lost: mark what is called.';
const TWICE = 'JwtPolicyModule is imported with options more than once: do so in the root module only.';
const NOT_GUARDED =
  'the guard protects HTTP handlers only. Move it to an application without JwtPolicyModule.';

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function member(value: unknown, name: string): unknown {
  return isObject(value) ? Reflect.get(value, name) : undefined;
}

function prototypeOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? Reflect.getPrototypeOf(value) : undefined;
}
