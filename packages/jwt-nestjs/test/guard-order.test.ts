/** Report H1: the application's own global guards run after the policy's, and know the caller. */

import {
  Controller,
  Get,
  Inject,
  Injectable,
  Module,
  Scope,
  type CanActivate,
  type ExecutionContext,
  type ModuleMetadata,
} from '@nestjs/common';
import { APP_GUARD, ApplicationConfig } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
// eslint-disable-next-line @nx/enforce-module-boundaries -- this file also runs outside of the package
import { getAuth, JwtPolicyModule, Operation, Public } from '@org/jwt-nestjs';
import { createApp, PLATFORMS, startApp, useKit, type AppDescription } from './running-app.js';
import { allowed, stubVerifier } from './stub-verifier.js';

const { kit, bearer } = useKit();

@Controller()
class NoticesController {
  @Get('tenants/:tenant/orders')
  @Operation('listOrders')
  list(): string {
    return 'orders';
  }

  @Get('about')
  @Public()
  about(): string {
    return 'about';
  }
}

/** Which guards ran, and whom they knew. */
const seen: string[] = [];
beforeEach(() => {
  seen.length = 0;
});

function look(name: string, context: ExecutionContext): boolean {
  seen.push(`${name}: ${getAuth(context.switchToHttp().getRequest<object>())?.subject ?? 'no caller'}`);
  return true;
}

@Injectable()
class Counters {
  readonly isOpen = true;
}

@Injectable()
class LimitPerUser implements CanActivate {
  readonly #counters: Counters;

  constructor(@Inject(Counters) counters: Counters) {
    this.#counters = counters;
  }

  canActivate(context: ExecutionContext): boolean {
    return look('per user', context) && this.#counters.isOpen;
  }
}

@Injectable()
class LimitPerAddress implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    return look('per address', context);
  }
}

@Injectable({ scope: Scope.REQUEST })
class ScopedGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    return look('scoped', context);
  }
}

@Module({ providers: [{ provide: APP_GUARD, useClass: LimitPerAddress }] })
class LimitsModule {}

const policy = (options: object = {}): NonNullable<ModuleMetadata['imports']>[number] =>
  JwtPolicyModule.forRoot({ verifier: kit().createVerifier(), ...options });

const PROVIDED = [Counters, { provide: APP_GUARD, useClass: LimitPerUser }];

/** Ways to have a guard of one's own. */
const WAYS: readonly (readonly [way: string, seen: string, app: () => AppDescription])[] = [
  ['APP_GUARD of the root module', 'per user', () => ({ imports: [policy()], providers: PROVIDED })],
  [
    'APP_GUARD of a module that is imported before ours',
    'per address',
    () => ({ imports: [LimitsModule, policy()] }),
  ],
  [
    'APP_GUARD of a module that is imported after ours',
    'per address',
    () => ({ imports: [policy(), LimitsModule] }),
  ],
  [
    'an existing provider as APP_GUARD',
    'per user',
    () => ({
      imports: [policy()],
      providers: [Counters, LimitPerUser, { provide: APP_GUARD, useExisting: LimitPerUser }],
    }),
  ],
  [
    'useGlobalGuards()',
    'per address',
    () => ({ imports: [policy()], configure: (app) => app.useGlobalGuards(new LimitPerAddress()) }),
  ],
  [
    'a request-scoped APP_GUARD',
    'scoped',
    () => ({ imports: [policy()], providers: [{ provide: APP_GUARD, useClass: ScopedGuard }] }),
  ],
];

describe.each(PLATFORMS)('on %s, a global guard of the application', (platform) => {
  it.each(WAYS)(
    'knows the caller, and is asked for no request that is denied: %s',
    async (_way, name, app) => {
      const { get } = await startApp(platform, { controllers: [NoticesController], ...app() });
      expect(await get('/tenants/t-eu/orders')).toMatchObject({ status: 401 });
      expect(seen).toEqual([]);
      expect(await get('/tenants/t-eu/orders', await bearer())).toMatchObject({ status: 200 });
      expect(await get('/about', await bearer())).toMatchObject({ status: 200 });
      expect(seen).toEqual([`${name}: user-1`, `${name}: no caller`]);
    },
  );

  it('runs first where guardsBefore names it, also for requests that are denied', async () => {
    const { get } = await startApp(platform, {
      imports: [policy({ guardsBefore: [LimitPerAddress] }), LimitsModule],
      providers: PROVIDED,
      controllers: [NoticesController],
    });
    expect(await get('/tenants/t-eu/orders')).toMatchObject({ status: 401 });
    expect(seen).toEqual(['per address: no caller']);
    expect(await get('/tenants/t-eu/orders', await bearer())).toMatchObject({ status: 200 });
    expect(seen.slice(1)).toEqual(['per address: no caller', 'per user: user-1']);
  });

  it('runs first also where the options come from a factory', async () => {
    const { get } = await startApp(platform, {
      imports: [
        JwtPolicyModule.forRootAsync({
          useFactory: () => ({ verifier: kit().createVerifier(), guardsBefore: [LimitPerAddress] }),
        }),
        LimitsModule,
      ],
      controllers: [NoticesController],
    });
    expect(await get('/tenants/t-eu/orders')).toMatchObject({ status: 401 });
    expect(seen).toEqual(['per address: no caller']);
  });
});

describe('guardsBefore', () => {
  const start = (providers: NonNullable<ModuleMetadata['providers']>): Promise<unknown> =>
    createApp('express', {
      imports: [policy({ guardsBefore: [ScopedGuard] })],
      providers,
      controllers: [NoticesController],
    }).then((app) => app.init());

  it('stops the boot for a guard that the application does not have', async () => {
    await expect(start([])).rejects.toThrow('guardsBefore: ScopedGuard is not a global guard');
  });

  it('stops the boot for a guard that Nest runs last', async () => {
    const scoped = start([{ provide: APP_GUARD, useClass: ScopedGuard }]);
    await expect(scoped).rejects.toThrow('guardsBefore: ScopedGuard is request-scoped');
  });

  it.each([[undefined], ['LimitPerAddress'], [[undefined]], [['LimitPerAddress']]])(
    'rejects %j in place of classes',
    (guardsBefore) => {
      expect(() => policy({ guardsBefore })).toThrow('guardsBefore');
    },
  );

  it('takes what a test has put in the place of the guard', async () => {
    const canActivate = vi.fn(() => true);
    const testing = await Test.createTestingModule({
      imports: [
        JwtPolicyModule.forRoot({
          verifier: stubVerifier(() => allowed()),
          guardsBefore: [LimitPerUser],
        }),
      ],
      providers: [Counters, LimitPerUser, { provide: APP_GUARD, useExisting: LimitPerUser }],
      controllers: [NoticesController],
    })
      .overrideProvider(LimitPerUser)
      .useValue({ canActivate })
      .compile();
    const app = testing.createNestApplication({ logger: false });
    await app.init();
    expect(app.get(ApplicationConfig).getGlobalGuards()[0]).toEqual({ canActivate });
    await app.close();
  });
});

it('stops the boot on a version of Nest that would not let the guard be the first', async () => {
  const app = await createApp('express', { imports: [policy()], controllers: [NoticesController] });
  const config = app.get(ApplicationConfig);
  const guards = config.getGlobalGuards();
  vi.spyOn(config, 'getGlobalGuards').mockImplementation(() => [new LimitPerAddress(), ...guards]);
  await expect(app.init()).rejects.toThrow('does not let a module order');
});
