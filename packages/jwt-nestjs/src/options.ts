import type {
  CanActivate,
  InjectionToken,
  ModuleMetadata,
  OptionalFactoryDependency,
  Type,
} from '@nestjs/common';
import { ConfigurationError, type Verifier, type VerifierOptions } from '@org/jwt-core';
import {
  ACCESS_OPTIONS,
  aFunction,
  aList,
  anything,
  readOptions,
  requestIdOf,
  VERIFIER_OPTIONS,
  type AccessOptions,
  type OnDeny,
  type OptionKinds,
} from '@org/jwt-core/adapter';

/** A controller class, or its name where the class cannot be imported. */
export type PublicController = Type | string;

/** What an application chooses besides the policy. `requestId` is called with the request of the platform. */
export interface GuardOptions extends AccessOptions<object> {
  /**
   * Controllers of other packages, which cannot carry `@Public()`: each counts as if its class did. One that the
   * application does not have stops the boot.
   */
  readonly public?: readonly PublicController[];
  /**
   * Global guards of the application that run before the policy's, such as a limit for each address. All others run
   * after it, and know the caller.
   */
  readonly guardsBefore?: readonly Type<CanActivate>[];
  /**
   * `respond` (default): the guard sends the response to a denial, so that no exception filter can lose its headers.
   * `throw`: it sets the headers and throws an `AccessDeniedException` for the application's exception filters.
   */
  readonly onDeny?: OnDeny;
}

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
  readonly guardsBefore: readonly Type<CanActivate>[];
  readonly onDeny: OnDeny;
  readonly requestId: (request: object) => string | undefined;
}

const GUARD_OPTIONS: OptionKinds<GuardOptions> = {
  public: {
    expected: 'a list of controller classes or their names',
    fits: (value) =>
      Array.isArray(value) &&
      value.every((entry: unknown) => typeof entry === 'function' || typeof entry === 'string'),
  },
  guardsBefore: {
    expected: 'a list of guard classes',
    fits: (value) => Array.isArray(value) && value.every((entry: unknown) => typeof entry === 'function'),
  },
  ...ACCESS_OPTIONS,
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
  const {
    public: listed = [],
    guardsBefore = [],
    onDeny = 'respond',
    requestId = requestIdOf,
    ...source
  } = options.verifier === undefined ? readOptions(place, options, OWN) : readOptions(place, options, HANDED);
  return { source, publicControllers: new Set(listed), guardsBefore, onDeny, requestId };
}
