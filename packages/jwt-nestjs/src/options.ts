import type { InjectionToken, ModuleMetadata, OptionalFactoryDependency, Type } from '@nestjs/common';
import { ConfigurationError, type Verifier, type VerifierOptions } from '@org/jwt-core';

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
  readonly onDeny: 'respond' | 'throw';
}

/**
 * Reads the options.
 *
 * @throws {@link ConfigurationError} for what types cannot see: JavaScript, or a class that a circular import left
 * undefined.
 */
export function readOptions(options: JwtPolicyOptions): Settings {
  const { onDeny = 'respond', public: listed = [], verifier } = options;
  if ((verifier === undefined) === (options.policy === undefined)) {
    throw new ConfigurationError('JwtPolicyModule: expected `verifier` or `policy`, and not both.');
  }
  if (!['respond', 'throw'].includes(onDeny)) {
    throw new ConfigurationError(
      `JwtPolicyModule: expected onDeny to be "respond" or "throw", found "${onDeny}".`,
    );
  }
  if (!listed.every((entry: unknown) => typeof entry === 'function' || typeof entry === 'string')) {
    throw new ConfigurationError(
      'JwtPolicyModule: expected `public` to list controller classes or their names.',
    );
  }
  const source = options.verifier === undefined ? options : { verifier: options.verifier };
  return { source, publicControllers: new Set(listed), onDeny };
}
