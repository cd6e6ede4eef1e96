import type { ModulesContainer } from '@nestjs/core';
import { controllersOf, providersOf, type Host } from './hosts.js';

/**
 * What marks a class or method as an entry that is not an HTTP handler. Global guards do not run there in a hybrid
 * application that connects its microservice without `inheritAppConfig`, nor in the gateways of Nest 11: such an entry
 * would be open although the module is imported.
 *
 * The packages need not be installed, so their metadata keys are written out.
 */
const ENTRIES: readonly (readonly [key: string, entry: string])[] = [
  // @nestjs/microservices: @MessagePattern, @EventPattern, @GrpcMethod, ...
  ['microservices:pattern', 'a message handler (@MessagePattern, @EventPattern)'],
  // @nestjs/websockets
  ['websockets:is_gateway', 'a WebSocket gateway (@WebSocketGateway)'],
  ['websockets:message_mapping', 'a WebSocket message handler (@SubscribeMessage)'],
  // @nestjs/graphql: @Query, @Mutation, @Subscription and @Resolver share the first.
  ['graphql:resolver_type', 'a GraphQL resolver (@Resolver, @Query, @Mutation, @Subscription)'],
  ['graphql:resolve_property', 'a GraphQL field resolver (@ResolveField)'],
  ['graphql:resolve_reference', 'a GraphQL reference resolver (@ResolveReference)'],
];

/** What the application has that the guard cannot protect, one line for each. */
export function entryProblems(modules: ModulesContainer): string[] {
  return [...controllersOf(modules), ...providersOf(modules)].flatMap(problemsOf);
}

/** One line is enough for a class that is such an entry itself. */
function problemsOf({ type, methods }: Host): string[] {
  const entry = foreignEntry(type);
  if (entry !== undefined) return [`${type.name} is ${entry}: ${NOT_GUARDED}`];
  return methods.flatMap(([name, method]) => {
    const found = foreignEntry(method);
    return found === undefined ? [] : [`${type.name}.${name} is ${found}: ${NOT_GUARDED}`];
  });
}

/** Says which foreign entry a class or method is, if any. A subclass of a gateway is a gateway. */
function foreignEntry(target: object): string | undefined {
  return ENTRIES.find(([key]) => Reflect.hasMetadata(key, target))?.[1];
}

const NOT_GUARDED =
  'the guard protects HTTP handlers only. Move it to an application without JwtPolicyModule.';
