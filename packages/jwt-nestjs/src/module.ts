import { randomUUID } from 'node:crypto';
import {
  Inject,
  Module,
  Optional,
  type DynamicModule,
  type FactoryProvider,
  type NestModule,
} from '@nestjs/common';
import { APP_GUARD, ModulesContainer } from '@nestjs/core';
import type { Verifier } from '@org/jwt-core';
import { assertVerifier, readOptions } from '@org/jwt-core/adapter';
import { CheckedMarks } from './checked-marks.js';
import { expectFactory, expectOptions } from './expected.js';
import { GlobalGuard } from './global-guard.js';
import { JwtPolicyGuard } from './guard.js';
import {
  ASYNC_OPTIONS,
  readSettings,
  type JwtPolicyAsyncOptions,
  type JwtPolicyOptions,
  type Settings,
} from './options.js';
import { OwnVerifier } from './own-verifier.js';
import { checkRegistration } from './registration.js';
import { JWT_VERIFIER, REGISTRATION, SETTINGS } from './tokens.js';
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
export class JwtPolicyModule implements NestModule {
  readonly #modules: ModulesContainer;

  /** Nest makes a module even where it cannot make the module's providers. */
  constructor(modules: ModulesContainer, registration?: string) {
    checkRegistration(JwtPolicyModule, modules, registration);
    this.#modules = modules;
  }

  /** Called by Nest when every controller and guard is made, and before the routes are registered. */
  configure(): void {
    for (const { providers } of this.#modules.values()) {
      const guard: unknown = providers.get(GlobalGuard)?.instance;
      if (guard instanceof GlobalGuard) guard.beforeRoutes();
    }
  }

  /**
   * With options that are known now.
   *
   * @throws `ConfigurationError` for options that contradict each other, and for what is none.
   */
  static forRoot(options: JwtPolicyOptions): DynamicModule {
    expectOptions(options, 'JwtPolicyModule.forRoot');
    const settings = readSettings('JwtPolicyModule.forRoot', options);
    if (options.verifier instanceof Promise) {
      // Nest awaits it too, and reports the error then; until then no code handles it, which would end the process.
      options.verifier.catch(() => undefined);
    }
    return guarded({ provide: SETTINGS, useFactory: () => settings });
  }

  /** With options that depend on other providers, such as a configuration service. */
  static forRootAsync<Dependencies extends readonly unknown[]>(
    options: JwtPolicyAsyncOptions<Dependencies>,
  ): DynamicModule {
    expectFactory(options);
    const checked = readOptions<JwtPolicyAsyncOptions<Dependencies>>(
      'JwtPolicyModule.forRootAsync',
      options,
      ASYNC_OPTIONS,
    );
    const { imports = [], inject = [], useFactory } = checked;
    const read = async (...dependencies: Dependencies): Promise<Settings> => {
      const given = await useFactory(...dependencies);
      expectOptions(given, FACTORY);
      return readSettings(FACTORY, given);
    };
    return { ...guarded({ provide: SETTINGS, inject: [...inject], useFactory: read }), imports };
  }
}

const FACTORY = 'useFactory of JwtPolicyModule.forRootAsync';

Module({})(JwtPolicyModule);
Inject(ModulesContainer)(JwtPolicyModule, undefined, 0);
Inject(REGISTRATION)(JwtPolicyModule, undefined, 1);
Optional()(JwtPolicyModule, undefined, 1);

function guarded(settings: FactoryProvider): DynamicModule {
  return {
    module: JwtPolicyModule,
    global: true,
    providers: [
      // Without it, Nest would take two calls for one where it knows modules by a hash of what they provide.
      { provide: REGISTRATION, useValue: randomUUID() },
      GlobalGuard,
      { provide: APP_GUARD, useExisting: GlobalGuard },
      settings,
      OwnVerifier,
      {
        provide: JWT_VERIFIER,
        inject: [OwnVerifier, SETTINGS],
        useFactory: (own: OwnVerifier, read: Settings) => own.open(read),
      },
      { provide: Wiring, inject: [GlobalGuard, ModulesContainer, JWT_VERIFIER, SETTINGS], useFactory: wire },
    ],
    exports: [JWT_VERIFIER],
  };
}

/** At this point nothing listens. */
function wire(guard: GlobalGuard, modules: ModulesContainer, verifier: Verifier, settings: Settings): Wiring {
  // A test may have put anything in its place.
  assertVerifier(verifier, 'JwtPolicyModule');
  const checked = new CheckedMarks();
  const wiring = new Wiring(modules, verifier, settings, checked);
  wiring.check();
  const { guardsBefore } = settings;
  guard.start({ guard: new JwtPolicyGuard(verifier, settings, checked), wiring, guardsBefore });
  return wiring;
}
