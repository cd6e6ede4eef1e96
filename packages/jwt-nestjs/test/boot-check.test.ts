import {
  All,
  Controller,
  Get,
  Injectable,
  Module,
  Post,
  Scope,
  SetMetadata,
  type DynamicModule,
  type ModuleMetadata,
  type Type,
} from '@nestjs/common';
import { ApplicationConfig, REQUEST } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { ConfigurationError } from '@org/jwt-core';
import { JwtPolicyModule, Operation, Public } from '../src/index.js';
import { OperationGuard } from '../src/operation-guard.js';
import { describe, expect, it } from 'vitest';
import { createApp, PLATFORMS, useKit } from './running-app.js';

const { kit } = useKit();

const WRITE = "write @Operation('...') with the name of an operation in the policy, or @Public().";
const LOST =
  'the method was replaced, by another decorator or in the constructor, and its mark is lost: mark what is called.';
const MOVE = 'the guard protects HTTP handlers only. Move it to an application without JwtPolicyModule.';

/** Why the application does not start; `undefined` when it does. */
async function bootError(
  metadata: ModuleMetadata,
  listed: readonly (Type | string)[] = [],
): Promise<Error | undefined> {
  const guarded = JwtPolicyModule.forRoot({ verifier: kit().createVerifier(), public: listed });
  try {
    const app = await createApp('express', { ...metadata, imports: [guarded, ...(metadata.imports ?? [])] });
    await app.init();
    return undefined;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

const problems = (error: Error | undefined): readonly string[] =>
  error?.message.split('\n  - ').slice(1) ?? [];

@Controller('bare')
class BareController {
  @Get()
  list(): void {
    // No operation says who may call this.
  }

  @All('everything')
  everything(): void {
    // Nor this.
  }

  notAHandler(): void {
    // Has no route.
  }
}

const replace: MethodDecorator = (_target, _name, descriptor) => {
  const { value } = descriptor;
  if (typeof value !== 'function') return;
  const wrapped = (): unknown => undefined;
  for (const key of ['path', 'method']) {
    Reflect.defineMetadata(key, Reflect.getMetadata(key, value), wrapped);
  }
  descriptor.value = wrapped as typeof value;
};

@Public()
@Controller('wrapped')
class WrappedController {
  @Get('lost')
  @replace
  @Operation('createOrder')
  lost(): void {
    // Its mark is on a function that is not called, and the class is public.
  }

  @Operation('createOrder')
  @Get('kept')
  @replace
  kept(): void {
    // Marked after it was replaced.
  }
}

@Controller('fine')
class FineController {
  @Get()
  @Operation('listOrders')
  list(): void {
    // Bound.
  }

  @Get('open')
  @Public()
  open(): void {
    // Public on purpose.
  }

  @Get('health')
  @Public()
  @Operation('health')
  health(): void {
    // Public here and in the file.
  }
}

@Controller('typo')
class TypoController {
  @Post()
  @Operation('createOrdre')
  create(): void {
    // The policy has no such operation.
  }
}

@Controller('contradiction')
class ContradictionController {
  @Get('required')
  @Public()
  @Operation('listOrders')
  required(): void {
    // Public here, not in the file.
  }

  @Get('optional')
  @Operation('notices')
  @Public()
  optional(): void {
    // Reads a credential where there is one.
  }
}

@Controller('contradiction')
@Public()
@Operation('listOrders')
class ContradictoryClass {
  @Get()
  list(): void {
    // Both marks come from the class.
  }
}

@Public()
class PublicBase {
  @Get('inherited')
  inherited(): void {
    // Has a route in every controller that extends this.
  }
}

@Controller('derived')
class DerivedController extends PublicBase {
  @Get('own')
  own(): void {
    // Would be public by accident, if marks were inherited.
  }
}

class BoundBase {
  @Get('inherited')
  @Operation('listOrders')
  inherited(): void {
    // Its own mark goes with it.
  }

  @Get('overridden')
  @Operation('listOrders')
  overridden(): void {
    // An override is a handler of its own.
  }
}

@Controller('bound')
class BoundController extends BoundBase {
  @Get('overridden')
  override overridden(): void {
    // Without a mark.
  }
}

@Controller({ path: 'scoped', scope: Scope.REQUEST })
class ScopedController {
  @Get()
  list(): void {
    // Seen although no instance exists.
  }
}

@Controller('replaced')
class ReplacedController {
  constructor() {
    this.list = this.list.bind(this);
  }

  @Get()
  @Operation('listOrders')
  list(): void {
    // Nest calls the bound function, which carries no mark.
  }
}

@Controller()
class MessageController {
  @SetMetadata('microservices:pattern', ['order.created'])
  created(): void {
    // As @EventPattern does.
  }

  @Get()
  @Operation('listOrders')
  @SetMetadata('microservices:pattern', ['orders'])
  both(): void {
    // A handler of both worlds.
  }
}

@Injectable()
@SetMetadata('websockets:is_gateway', true)
class ChatGateway {
  @SetMetadata('websockets:message_mapping', true)
  say(): void {
    // As @SubscribeMessage does.
  }
}

class DerivedGateway extends ChatGateway {}

@Injectable()
class OrdersResolver {
  @SetMetadata('graphql:resolver_type', 'Query')
  orders(): void {
    // As @Query does.
  }

  @SetMetadata('graphql:resolve_property', true)
  lines(): void {
    // As @ResolveField does.
  }

  @SetMetadata('graphql:resolve_reference', true)
  reference(): void {
    // As @ResolveReference does.
  }
}

@SetMetadata('graphql:resolver_type', undefined)
class EmptyResolver {}

const MESSAGE = `a message handler (@MessagePattern, @EventPattern): ${MOVE}`;
const GATEWAY = `a WebSocket gateway (@WebSocketGateway): ${MOVE}`;
const RESOLVER = 'a GraphQL resolver (@Resolver, @Query, @Mutation, @Subscription)';

describe('the boot check', () => {
  it.each<[string, ModuleMetadata, readonly string[]]>([
    ['handlers that are bound or public', { controllers: [FineController] }, []],
    [
      'a handler without a mark',
      { controllers: [BareController] },
      [`BareController.list: ${WRITE}`, `BareController.everything: ${WRITE}`],
    ],
    [
      'an operation that the policy does not have',
      { controllers: [TypoController] },
      [
        expect.stringMatching(
          /^TypoController\.create: @Operation\('createOrdre'\): .*Did you mean "createOrder"\?/u,
        ) as string,
      ],
    ],
    [
      'a public handler whose operation is not',
      { controllers: [ContradictionController] },
      [
        "ContradictionController.required: @Public() contradicts @Operation('listOrders'), which has auth: required in the policy. Remove one of them.",
        "ContradictionController.optional: @Public() contradicts @Operation('notices'), which has auth: optional in the policy. Remove one of them.",
      ],
    ],
    [
      'a public class whose operation is not',
      { controllers: [ContradictoryClass] },
      [expect.stringContaining('ContradictoryClass.list: @Public() contradicts') as string],
    ],
    [
      'a base class with marks',
      { controllers: [DerivedController] },
      [
        `DerivedController.own: ${WRITE} The marks of a base class do not count.`,
        `DerivedController.inherited: ${WRITE} The marks of a base class do not count.`,
      ],
    ],
    [
      'inherited handlers with marks of their own',
      { controllers: [BoundController] },
      [`BoundController.overridden: ${WRITE}`],
    ],
    [
      'a handler whose mark another decorator has thrown away',
      { controllers: [WrappedController] },
      [`WrappedController.lost: ${LOST}`],
    ],
    ['a request-scoped controller', { controllers: [ScopedController] }, [`ScopedController.list: ${WRITE}`]],
    [
      'a method that its constructor replaces',
      { controllers: [ReplacedController] },
      [`ReplacedController.list: ${LOST}`],
    ],
    [
      'message handlers',
      { controllers: [MessageController] },
      [`MessageController.created is ${MESSAGE}`, `MessageController.both is ${MESSAGE}`],
    ],
    ['a gateway', { providers: [ChatGateway] }, [`ChatGateway is ${GATEWAY}`]],
    ['a gateway by inheritance', { providers: [DerivedGateway] }, [`DerivedGateway is ${GATEWAY}`]],
    [
      'resolvers',
      { providers: [OrdersResolver, EmptyResolver] },
      [
        `OrdersResolver.orders is ${RESOLVER}: ${MOVE}`,
        `OrdersResolver.lines is a GraphQL field resolver (@ResolveField): ${MOVE}`,
        `OrdersResolver.reference is a GraphQL reference resolver (@ResolveReference): ${MOVE}`,
        `EmptyResolver is ${RESOLVER}: ${MOVE}`,
      ],
    ],
    [
      'a resolver that a factory makes',
      { providers: [{ provide: 'resolver', useFactory: () => Promise.resolve(new EmptyResolver()) }] },
      [`EmptyResolver is ${RESOLVER}: ${MOVE}`],
    ],
    [
      'providers of any kind',
      {
        providers: [
          { provide: 'text', useValue: 'text' },
          { provide: 'nothing', useValue: null },
          { provide: 'bare', useValue: Object.create(null) as object },
          { provide: 'function', useFactory: () => () => 1 },
          { provide: 'touchy', useFactory: untouchable },
        ],
      },
      [],
    ],
  ])('%s', async (_case, metadata, expected) => {
    expect(problems(await bootError(metadata))).toEqual(expected);
  });

  it('lists everything at once, with the name of the service', async () => {
    const error = await bootError({
      controllers: [BareController, TypoController, ContradictoryClass],
    });
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error?.message).toMatch(
      /^The application does not fit the policy of the service "orders": 4 problems\n/u,
    );
    expect(problems(error)).toHaveLength(4);
  });

  it.each<[string, ModuleMetadata, string]>([
    ['a message handler', { controllers: [MessageController] }, MESSAGE],
    ['a gateway', { providers: [ChatGateway] }, GATEWAY],
  ])('rejects %s before the options of the module are known', async (_case, metadata, expected) => {
    const guarded = JwtPolicyModule.forRootAsync({
      inject: [REQUEST],
      useFactory: () => ({ verifier: kit().createVerifier() }),
    });
    // A hybrid application may open its microservices before it is initialised.
    const created = createApp('express', { ...metadata, imports: [guarded] });
    await expect(created).rejects.toThrow(ConfigurationError);
    await expect(created).rejects.toThrow(expected);
  });

  it('names a controller once that several modules register', async () => {
    @Module({ controllers: [ScopedController] })
    class FirstModule {}
    @Module({ controllers: [ScopedController] })
    class SecondModule {}
    const error = await bootError({ imports: [FirstModule, SecondModule] });
    expect(problems(error)).toEqual([`ScopedController.list: ${WRITE}`]);
    expect(error?.message).toContain(': 1 problem\n');
  });

  it('does not open an unmarked handler of a listed class when its methods carry marks', async () => {
    expect(problems(await bootError({ controllers: [BareController] }, [BareController]))).toEqual([]);
    expect(problems(await bootError({ controllers: [TypoController] }, [TypoController]))).toHaveLength(1);
    expect(problems(await bootError({ controllers: [DerivedController] }, [PublicBase]))).toContain(
      'public: PublicBase is not a controller of this application: remove it.',
    );
  });

  it('rejects a listed name that fits no controller, or two', async () => {
    const twin = (): Type => {
      @Controller('twin')
      @Public()
      class TwinController {
        @Get()
        list(): void {
          // Public anyway.
        }
      }
      return TwinController;
    };
    expect(
      problems(await bootError({ controllers: [twin(), twin()] }, ['TwinController', 'Healthcontroller'])),
    ).toEqual([
      'public: 2 controllers are called "TwinController": give the class instead.',
      'public: no controller is called "Healthcontroller": correct or remove it.',
    ]);
  });

  it('rejects being imported twice', async () => {
    const again: DynamicModule = JwtPolicyModule.forRoot({ verifier: kit().createVerifier() });
    expect(problems(await bootError({ imports: [again] }))).toEqual([
      'JwtPolicyModule is imported with options more than once: do so in the root module only.',
    ]);
  });

  it.each(PLATFORMS)('stops an application on %s before it can listen', async (platform) => {
    const imports = [JwtPolicyModule.forRoot({ verifier: kit().createVerifier() })];
    await expect(createApp(platform, { imports, controllers: [BareController] })).rejects.toThrow(
      ConfigurationError,
    );
  });
});

describe('before the boot check has passed', () => {
  it('the guard of the policy denies everything', async () => {
    const guarded = JwtPolicyModule.forRootAsync({
      inject: [REQUEST],
      useFactory: () => ({ verifier: kit().createVerifier() }),
    });
    const app = await createApp('express', { imports: [guarded], controllers: [FineController] });
    const guards = app.get(ApplicationConfig).getGlobalGuards();
    expect(guards.map((guard) => guard.canActivate(new ExecutionContextHost([])))).toEqual([false]);
  });

  it('a handler with a mark denies everything without the module', async () => {
    const app = await createApp('express', { controllers: [FineController] });
    await expect(app.init()).rejects.toThrow('no policy guards this application');
    expect(app.get(OperationGuard).canActivate()).toBe(false);
  });
});

describe('@Operation', () => {
  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    ['', 'an empty text'],
    [1, 'a number'],
    [FineController, 'a function'],
  ])('rejects %o, which would look like no mark', (name, found) => {
    expect(() => Operation(name as string)).toThrow(ConfigurationError);
    expect(() => Operation(name as string)).toThrow(found);
  });

  const twice = (...decorators: readonly MethodDecorator[]): unknown => {
    class Twice {
      list(): void {
        // Has one operation or none.
      }
    }
    const descriptor = Object.getOwnPropertyDescriptor(Twice.prototype, 'list') ?? {};
    for (const decorate of decorators) decorate(Twice.prototype, 'list', descriptor);
    return Twice;
  };

  it.each<[string, readonly MethodDecorator[]]>([
    ['', []],
    [', with a decorator that replaces the method between them', [replace]],
  ])('rejects a second operation on a method%s', (_case, between) => {
    const decorate = (): unknown => twice(Operation('reconcile'), ...between, Operation('health'));
    expect(decorate).toThrow(ConfigurationError);
    expect(decorate).toThrow(
      "@Operation('health'): expected one operation for Twice.list, found @Operation('reconcile') too. Remove one of them.",
    );
  });

  it('rejects a second operation on a class', () => {
    class TwiceController {
      list(): void {
        // Is what the class is.
      }
    }
    Operation('reconcile')(TwiceController);
    expect(() => {
      Operation('health')(TwiceController);
    }).toThrow(/^@Operation\('health'\): expected one operation for TwiceController, /u);
  });

  it('rejects giving the function of a base class another operation on behalf of a subclass', () => {
    class Sub extends BoundBase {}
    const descriptor = Object.getOwnPropertyDescriptor(BoundBase.prototype, 'inherited') ?? {};
    expect(() => {
      Operation('health')(Sub.prototype, 'inherited', descriptor);
    }).toThrow("found @Operation('listOrders') too");
  });

  it('takes the same mark twice', () => {
    expect(() => twice(Operation('health'), Operation('health'), Public(), Public())).not.toThrow();
  });

  it('takes another operation for a method that overrides one, for a subclass, and for the class of a method', () => {
    expect(() => {
      @Operation('listOrders')
      class Base {
        @Operation('reconcile')
        list(): void {
          // Is not what the class is.
        }
      }
      @Operation('health')
      class Sub extends Base {
        @Operation('notices')
        override list(): void {
          super.list();
        }
      }
      return Sub;
    }).not.toThrow();
  });
});

/** As the proxies of request contexts do, it throws when it is used outside of one. */
function untouchable(): object {
  return new Proxy(new FineController(), {
    get(target, name): unknown {
      // Nest itself looks for its own hooks, and whether this is a promise.
      if (name === 'list') throw new Error('used outside of a request');
      return Reflect.get(target, name);
    },
  });
}
