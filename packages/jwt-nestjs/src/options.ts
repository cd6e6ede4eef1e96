import type { InjectionToken, ModuleMetadata, OptionalFactoryDependency, Type } from '@nestjs/common';
import { ConfigurationError, type Verifier, type VerifierOptions } from '@org/jwt-core';
import {
  aFunction,
  aList,
  anything,
  oneOf,
  readOptions,
  requestIdOf,
  VERIFIER_OPTIONS,
  type OptionKinds,
} from '@org/jwt-core/adapter';

/** A controller class, or its name where the class cannot be imported. */
export type PublicController = Type | string;

/** What the guard needs to know beside the policy. */
export interface GuardOptions {
  /**
   * Controllers of other people, which cannot carry `@Public()`: each counts as if its class did. One that the
   * application does not have stops the boot.
   */
  readonly public?: readonly PublicController[];
  /**
   * `respond` (default): the guard answers a refusal itself, so that no exception filter can lose its headers.
   * `throw`: it sets the headers and throws an `AccessDeniedException` for the application's exception filters.
   */
  readonly onDeny?: 'respond' | 'throw';
  /**
   * By what name the log of the application knows a request: the `requestId` of its decision event. By default the `id` of
   * the platform's request: Fastify gives each one, and on Express `pino-http` does. What it throws goes to the exception
   * filters.
   */
  readonly requestId?: RequestNaming;
}

/** By what name the application knows a request of its platform, if it has one. */
export type RequestNaming = (request: object) => string | undefined;

/** A verifier that the application made, and that the application closes. */
export interface HandedVerifier {
  readonly verifier: Verifier | Promise<Verifier>;
}

/** The application's verifier, or what the module makes its own from: that one it closes at shutdown. */
export type JwtPolicyOptions = GuardOptions &
  ((HandedVerifier & { readonly policy?: never }) | (VerifierOptions & { readonly verifier?: never }));

/** Options that need other providers first. */
export interface JwtPolicyAsyncOptions<Dependencies extends readonly unknown[] = readonly never[]> {
  readonly imports?: ModuleMetadata['imports'];
  readonly inject?: readonly (InjectionToken | OptionalFactoryDependency)[];
  readonly useFactory: (...dependencies: Dependencies) => JwtPolicyOptions | Promise<JwtPolicyOptions>;
}

/** Options that were checked, once, at start. */
export interface Settings {
  readonly source: HandedVerifier | VerifierOptions;
  readonly publicControllers: ReadonlySet<PublicController>;
  readonly onDeny: 'respond' | 'throw';
  readonly requestId: RequestNaming;
}

const GUARD_OPTIONS: OptionKinds<GuardOptions> = {
  public: {
    expected: 'a list of controller classes or their names',
    fits: (value) =>
      Array.isArray(value) &&
      value.every((entry: unknown) => typeof entry === 'function' || typeof entry === 'string'),
  },
  onDeny: oneOf('respond', 'throw'),
  requestId: aFunction,
};

const HANDED: OptionKinds<GuardOptions & HandedVerifier> = { ...GUARD_OPTIONS, verifier: anything };

const OWN: OptionKinds<GuardOptions & VerifierOptions> = { ...GUARD_OPTIONS, ...VERIFIER_OPTIONS };

/** What each option of {@link JwtPolicyModule.forRootAsync} may be. */
export const ASYNC_OPTIONS: OptionKinds<JwtPolicyAsyncOptions> = {
  imports: aList,
  inject: aList,
  useFactory: aFunction,
};

/**
 * Reads the options.
 *
 * @param place - Where they come from, for the message.
 * @throws {@link ConfigurationError} for an option that is unknown, undefined or of a wrong type, and for options that
 * contradict each other.
 */
export function readSettings(place: string, options: JwtPolicyOptions): Settings {
  if (Object.hasOwn(options, 'verifier') === Object.hasOwn(options, 'policy')) {
    throw new ConfigurationError(`${place}: expected \`verifier\` or \`policy\`, and not both.`);
  }
  if (options.verifier === undefined) {
    const { public: listed, onDeny, requestId, ...source } = readOptions(place, options, OWN);
    return { source, ...guardSettings(listed, onDeny, requestId) };
  }
  const { public: listed, onDeny, requestId, verifier } = readOptions(place, options, HANDED);
  return { source: { verifier }, ...guardSettings(listed, onDeny, requestId) };
}

function guardSettings(
  listed: readonly PublicController[] = [],
  onDeny: Settings['onDeny'] = 'respond',
  requestId: RequestNaming = requestIdOf,
): Omit<Settings, 'source'> {
  return { publicControllers: new Set(listed), onDeny, requestId };
}
