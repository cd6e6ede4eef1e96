import { Module, type DynamicModule, type FactoryProvider } from '@nestjs/common';
import { APP_GUARD, ModulesContainer } from '@nestjs/core';
import type { Verifier } from '@org/jwt-core';
import { JwtPolicyGuard } from './guard.js';
import { HeldVerifier } from './held-verifier.js';
import { readOptions, type JwtPolicyAsyncOptions, type JwtPolicyOptions, type Settings } from './options.js';
import { JWT_VERIFIER, SETTINGS } from './tokens.js';
import { Wiring } from './wiring.js';

/**
 * Guards every HTTP handler of the application. Import it once, in the root module.
 *
 * The application does not start unless each handler carries `@Operation()` with a name that the policy has, or
 * `@Public()`.
 *
 * @example
 * ```ts
 * @Module({ imports: [JwtPolicyModule.forRoot({ policy: 'jwt-policy.yaml', service: 'payments' })] })
 * export class AppModule {}
 * ```
 */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- to Nest, a module is a class
export class JwtPolicyModule {
  /**
   * With options that are known now.
   *
   * @throws `ConfigurationError` for options that contradict each other.
   */
  static forRoot(options: JwtPolicyOptions): DynamicModule {
    const settings = readOptions(options);
    if (options.verifier instanceof Promise) {
      // Nest awaits it too, and reports the error then; until then nobody listens, which would end the process.
      options.verifier.catch(() => undefined);
    }
    return guarded({ provide: SETTINGS, useFactory: () => settings });
  }

  /** With options that depend on other providers, such as a configuration service. */
  static forRootAsync<Dependencies extends readonly unknown[]>(
    options: JwtPolicyAsyncOptions<Dependencies>,
  ): DynamicModule {
    const { imports = [], inject = [], useFactory } = options;
    const read = async (...dependencies: Dependencies): Promise<Settings> =>
      readOptions(await useFactory(...dependencies));
    return { ...guarded({ provide: SETTINGS, inject: [...inject], useFactory: read }), imports };
  }
}

Module({})(JwtPolicyModule);

/** The guard needs the wiring, so that there is no guard, and no application, before the boot check has passed. */
function guarded(settings: FactoryProvider): DynamicModule {
  return {
    module: JwtPolicyModule,
    global: true,
    providers: [
      settings,
      { provide: HeldVerifier, inject: [SETTINGS], useFactory: (read: Settings) => HeldVerifier.open(read) },
      { provide: JWT_VERIFIER, inject: [HeldVerifier], useFactory: (held: HeldVerifier) => held.verifier },
      { provide: Wiring, inject: [ModulesContainer, JWT_VERIFIER, SETTINGS], useFactory: wire },
      { provide: APP_GUARD, inject: [Wiring, JWT_VERIFIER, SETTINGS], useFactory: createGuard },
    ],
    exports: [JWT_VERIFIER],
  };
}

/** At this point nothing listens, not even the microservices that a hybrid application starts before its server. */
function wire(modules: ModulesContainer, verifier: Verifier, settings: Settings): Wiring {
  const wiring = new Wiring(modules, verifier, settings);
  wiring.check();
  return wiring;
}

function createGuard(_wiring: Wiring, verifier: Verifier, settings: Settings): JwtPolicyGuard {
  return new JwtPolicyGuard(verifier, settings);
}
