/** The classes of the application, as Nest's container knows them. */

import { MetadataScanner, type ModulesContainer } from '@nestjs/core';
import type { NamedClass } from './marks.js';

/** A class that the application uses, its methods, and the instance that Nest made, if it has. */
export interface Host {
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

const scanner = new MetadataScanner();

export function controllersOf(modules: ModulesContainer): Host[] {
  return [...modules.values()].flatMap((module) => hostsOf(module.controllers.values()));
}

export function providersOf(modules: ModulesContainer): Host[] {
  return [...modules.values()].flatMap((module) => hostsOf(module.providers.values()));
}

function hostsOf(wrappers: Iterable<Wrapper>): Host[] {
  return [...wrappers].flatMap(({ metatype, instance, isNotMetatype }) => {
    const prototype: unknown = isNotMetatype ? prototypeOf(instance) : member(metatype, 'prototype');
    const type = isNotMetatype ? member(prototype, 'constructor') : metatype;
    if (!isObject(prototype) || typeof type !== 'function') return [];
    const methods = scanner.getAllMethodNames(prototype).flatMap((name) => {
      const method = member(prototype, name);
      return isObject(method) ? [[name, method] as const] : [];
    });
    return [{ type, methods, instance }];
  });
}

export function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

export function member(value: unknown, name: string): unknown {
  return isObject(value) ? Reflect.get(value, name) : undefined;
}

function prototypeOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? Reflect.getPrototypeOf(value) : undefined;
}
