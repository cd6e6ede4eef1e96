/** The names under which Nest's injector knows what the module provides. */

/** Injects the application's `Verifier`: `constructor(@Inject(JWT_VERIFIER) verifier: Verifier)`. */
export const JWT_VERIFIER: unique symbol = Symbol('JWT_VERIFIER');

/** The options, read and checked. */
export const SETTINGS: unique symbol = Symbol('JWT_POLICY_SETTINGS');

/** A name for each call of `forRoot()` and `forRootAsync()`. The bare class has none. */
export const REGISTRATION: unique symbol = Symbol('JWT_POLICY_REGISTRATION');
