/** What a handler says about itself: the operation that it is, or that it is public. */

import { SetMetadata, UseGuards } from '@nestjs/common';
import { ConfigurationError } from '@org/jwt-core';
import { kindOf } from './expected.js';
import { OperationGuard } from './operation-guard.js';

const OPERATION = '@org/jwt-nestjs:operation';
const PUBLIC = '@org/jwt-nestjs:public';
const MARKED = '@org/jwt-nestjs:marked';

/** A class, as far as marks are concerned. */
export interface NamedClass {
  readonly name: string;
}

/** The marks that hold for one handler. */
export interface Marks {
  readonly operation: string | undefined;
  readonly isPublic: boolean;
}

/**
 * Binds a handler, or every handler of a controller, to an operation of the policy. A mark on the method wins over one
 * on the class.
 *
 * @example
 * ```ts
 * @Post()
 * @Operation('createPayment')
 * create(@Auth() identity: Identity): Promise<Payment> { … }
 * ```
 * @throws {@link ConfigurationError} for something other than a name: an enum that a circular import left undefined
 * must not look like no mark at all. And for two operations on one method or class: one of them would not be asked.
 */
export function Operation(name: string): MethodDecorator & ClassDecorator {
  const given: unknown = name;
  if (typeof given !== 'string' || given === '') {
    const found = given === '' ? 'an empty text' : kindOf(given);
    throw new ConfigurationError(
      `@Operation: expected the name of an operation, as in @Operation('listOrders'), found ${found}.`,
    );
  }
  const decorate = mark(SetMetadata(OPERATION, name), UseGuards(OperationGuard));
  return (target: object, method?: string | symbol, descriptor?: PropertyDescriptor) => {
    if (method === undefined || descriptor === undefined) {
      expectNoOther(name, target, undefined, (target as NewableFunction).name);
      decorate(target as NewableFunction);
      return;
    }
    const place = `${target.constructor.name}.${String(method)}`;
    expectNoOther(name, descriptor.value as object, undefined, place);
    // A decorator between the two may have replaced the function.
    expectNoOther(name, target, method, place);
    Reflect.defineMetadata(OPERATION, name, target, method);
    decorate(target, method, descriptor);
  };
}

/** Makes a handler, or every handler of a controller, public: no credential is read, and `@Auth()` is undefined. */
export function Public(): MethodDecorator & ClassDecorator {
  return mark(SetMetadata(PUBLIC, true));
}

/** A class that extends another, and a method that overrides one, have marks of their own. */
function expectNoOther(
  name: string,
  target: object,
  method: string | symbol | undefined,
  place: string,
): void {
  // Only @Operation writes it.
  const known = (
    method === undefined
      ? Reflect.getOwnMetadata(OPERATION, target)
      : Reflect.getOwnMetadata(OPERATION, target, method)
  ) as string | undefined;
  if (known === undefined || known === name) return;
  throw new ConfigurationError(
    `@Operation('${name}'): expected one operation for ${place}, found @Operation('${known}') too. Remove one of them.`,
  );
}

/**
 * Remembers apart from the method's function that the method was marked: another decorator may replace the function.
 */
function mark(
  ...decorators: readonly (ClassDecorator & MethodDecorator)[]
): MethodDecorator & ClassDecorator {
  return (target: object, name?: string | symbol, descriptor?: PropertyDescriptor) => {
    if (name === undefined || descriptor === undefined) {
      for (const decorate of decorators) decorate(target as NewableFunction);
      return;
    }
    Reflect.defineMetadata(MARKED, true, target, name);
    for (const decorate of decorators) decorate(target, name, descriptor);
  };
}

/** Whether a method was marked, and the function that Nest will call does not carry the mark. */
export function hasLostMarks(prototype: object, name: string, handler: object): boolean {
  let owner: object | null = prototype;
  while (owner !== null && !Object.hasOwn(owner, name)) owner = Reflect.getPrototypeOf(owner);
  return owner !== null && Reflect.hasOwnMetadata(MARKED, owner, name) && ownMarks(handler) === undefined;
}

/**
 * The marks of one handler; `undefined` where there are none, which means: denied. Marks of the method win over those
 * of the class. A base class's marks are not inherited, because a class that extends a public
 * controller would otherwise publish every handler that it adds.
 */
export function marksOf(
  controller: NamedClass,
  handler: object,
  publicControllers: ReadonlySet<unknown>,
): Marks | undefined {
  return ownMarks(handler) ?? ownMarks(controller, isListed(controller, publicControllers));
}

/** Whether a class that a controller extends carries marks: for a message that says why they do not count. */
export function inheritsMarks(controller: NamedClass): boolean {
  return Reflect.hasMetadata(OPERATION, controller) || Reflect.hasMetadata(PUBLIC, controller);
}

function isListed(controller: NamedClass, publicControllers: ReadonlySet<unknown>): boolean {
  return publicControllers.has(controller) || publicControllers.has(controller.name);
}

function ownMarks(target: object, isListed = false): Marks | undefined {
  // Only @Operation writes it.
  const operation = Reflect.getOwnMetadata(OPERATION, target) as string | undefined;
  const isPublic = isListed || Reflect.hasOwnMetadata(PUBLIC, target);
  if (operation === undefined && !isPublic) return undefined;
  return { operation, isPublic };
}
