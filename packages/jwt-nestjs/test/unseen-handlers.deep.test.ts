import 'reflect-metadata';
import { Controller, Get, Inject, Injectable, Scope, type Provider, type Type } from '@nestjs/common';
import { ModuleRef, REQUEST } from '@nestjs/core';
import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import { JwtPolicyModule, Operation, Public } from '../src/index.js';
import { PLATFORMS, startApp, useKit, type Platform } from './running-app.js';

const { kit } = useKit();
let warning: MockInstance<typeof process.emitWarning>;
beforeEach(() => {
  warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
});
afterEach(() => {
  warning.mockRestore();
});

const CLASS_MARKS = {
  none: [],
  '@Public': [Public()],
  "@Operation('notices')": [Operation('notices')],
} as const satisfies Readonly<Record<string, readonly ClassDecorator[]>>;
type ClassMark = keyof typeof CLASS_MARKS;

const SCOPES = ['default', 'request', 'durable', 'transient', 'bubbled'] as const;
type Scoped = (typeof SCOPES)[number];

/** One controller, whose method is marked, and what else the application needs. */
interface Case {
  readonly controllers: readonly Type[];
  readonly providers?: readonly Provider[];
}

function secret(): string {
  return 'SECRET';
}

interface Secret {
  secret: () => string;
}

function markMethod(type: Type, above: MethodDecorator = () => undefined): void {
  const descriptor = Object.getOwnPropertyDescriptor(type.prototype, 'secret') ?? {};
  for (const decorate of [Operation('reconcile'), Get('secret'), above])
    decorate(type.prototype as object, 'secret', descriptor);
  Object.defineProperty(type.prototype, 'secret', descriptor);
}

function markClass(type: Type, scope: Scoped, mark: ClassMark): void {
  const options = {
    default: {},
    bubbled: {},
    request: { scope: Scope.REQUEST },
    durable: { scope: Scope.REQUEST, durable: true },
    transient: { scope: Scope.TRANSIENT },
  }[scope];
  Controller({ path: 'orders', ...options })(type);
  if (scope === 'bubbled') Inject(REQUEST)(type, undefined, 0);
  for (const decorate of CLASS_MARKS[mark]) decorate(type);
}

/** A function that carries the route and no mark, as tracing decorators make. */
const replace: MethodDecorator = (_target, _name, descriptor) => {
  const { value } = descriptor;
  if (typeof value !== 'function') return;
  const wrapped = (): string => secret();
  for (const key of ['path', 'method']) Reflect.defineMetadata(key, Reflect.getMetadata(key, value), wrapped);
  descriptor.value = wrapped as typeof value;
};

const WAYS = {
  'as it is': (scope, mark) => {
    class Plain {
      secret(): string {
        return secret();
      }
    }
    markMethod(Plain);
    markClass(Plain, scope, mark);
    return { controllers: [Plain] };
  },
  inherited: (scope, mark) => {
    class Base {
      secret(): string {
        return secret();
      }
    }
    class Inherited extends Base {}
    markMethod(Base);
    markClass(Inherited, scope, mark);
    return { controllers: [Inherited] };
  },
  'bound in the constructor': (scope, mark) => {
    class Bound {
      constructor() {
        this.secret = this.secret.bind(this);
      }
      secret(): string {
        return secret();
      }
    }
    markMethod(Bound);
    markClass(Bound, scope, mark);
    return { controllers: [Bound] };
  },
  'bound in the constructor of a base class': (scope, mark) => {
    class Base {
      constructor() {
        this.secret = this.secret.bind(this);
      }
      secret(): string {
        return secret();
      }
    }
    class BoundBase extends Base {}
    markMethod(Base);
    markClass(BoundBase, scope, mark);
    return { controllers: [BoundBase] };
  },
  'replaced by a decorator': (scope, mark) => {
    class Decorated {
      secret(): string {
        return secret();
      }
    }
    markMethod(Decorated, replace);
    markClass(Decorated, scope, mark);
    return { controllers: [Decorated] };
  },
  'replaced in its onModuleInit': (scope, mark) => {
    class Late {
      onModuleInit(): void {
        this.secret = this.secret.bind(this);
      }
      secret(): string {
        return secret();
      }
    }
    markMethod(Late);
    markClass(Late, scope, mark);
    return { controllers: [Late] };
  },
  'replaced on the prototype, in the onModuleInit of another': (scope, mark) => {
    class Patched {
      secret(): string {
        return secret();
      }
    }
    markMethod(Patched);
    markClass(Patched, scope, mark);
    @Injectable()
    class Patch {
      onModuleInit(): void {
        Patched.prototype.secret = (): string => secret();
      }
    }
    return { controllers: [Patched], providers: [Patch] };
  },
  'replaced on the prototype when the application has started': (scope, mark) => {
    class Patched {
      secret(): string {
        return secret();
      }
    }
    markMethod(Patched);
    markClass(Patched, scope, mark);
    @Injectable()
    class Patch {
      onApplicationBootstrap(): void {
        Patched.prototype.secret = (): string => secret();
      }
    }
    return { controllers: [Patched], providers: [Patch] };
  },
  'replaced on the instance, in the onModuleInit of another': (scope, mark) => {
    class Patched {
      secret(): string {
        return secret();
      }
    }
    markMethod(Patched);
    markClass(Patched, scope, mark);
    const patch = {
      provide: 'patch',
      inject: [ModuleRef],
      useFactory: (modules: ModuleRef) => ({
        onModuleInit(): void {
          if (scope !== 'default') return;
          const controller = modules.get<Secret>(Patched, { strict: false });
          controller.secret = (): string => secret();
        },
      }),
    };
    return { controllers: [Patched], providers: [patch] };
  },
} satisfies Readonly<Record<string, (scope: Scoped, mark: ClassMark) => Case>>;
type Way = keyof typeof WAYS;

type Outcome = 'judged by its own mark' | 'rejected at start' | 'denied with 403, and a warning';

type Lifetime = 'once' | 'perRequest' | 'never';

/**
 * When Nest calls the controller's constructor. A transient controller has no instance of its own: Nest serves its
 * prototype.
 */
const LIFETIMES: Readonly<Record<Scoped, Lifetime>> = {
  default: 'once',
  request: 'perRequest',
  durable: 'perRequest',
  bubbled: 'perRequest',
  transient: 'never',
};

const OWN = {
  once: 'judged by its own mark',
  never: 'judged by its own mark',
  perRequest: 'judged by its own mark',
} as const satisfies Readonly<Record<Lifetime, Outcome>>;
const BOUND = { ...OWN, once: 'rejected at start', perRequest: 'denied with 403, and a warning' } as const;
const LATER = { ...OWN, perRequest: 'denied with 403, and a warning' } as const;
const LOST = {
  once: 'rejected at start',
  never: 'rejected at start',
  perRequest: 'rejected at start',
} as const;

/** Where it does not look again for each request, Nest looks before the hooks of the application's start. */
const EXPECTED: Readonly<Record<Way, Readonly<Record<Lifetime, Outcome>>>> = {
  'as it is': OWN,
  inherited: OWN,
  'bound in the constructor': BOUND,
  'bound in the constructor of a base class': BOUND,
  'replaced by a decorator': LOST,
  'replaced in its onModuleInit': OWN,
  'replaced on the instance, in the onModuleInit of another': OWN,
  'replaced on the prototype, in the onModuleInit of another': LATER,
  'replaced on the prototype when the application has started': LATER,
};

/** What comes of two requests without a credential. */
async function outcome(platform: Platform, { controllers, providers = [] }: Case): Promise<string> {
  const imports = [JwtPolicyModule.forRoot({ verifier: kit().createVerifier() })];
  try {
    const app = await startApp(platform, {
      imports,
      controllers: [...controllers],
      providers: [...providers],
    });
    const [first, second] = [await app.get('/orders/secret'), await app.get('/orders/secret')];
    const found = `${String(first.status)}, ${String(second.status)}, warnings: ${String(warning.mock.calls.length)}`;
    if (found === '401, 401, warnings: 0') return 'judged by its own mark';
    return found === '403, 403, warnings: 1' ? 'denied with 403, and a warning' : found;
  } catch (error) {
    if (error instanceof Error && error.message.includes('its mark is lost')) return 'rejected at start';
    throw error;
  }
}

describe.each(PLATFORMS)('on %s, a class mark decides over no handler with a mark of its own', (platform) => {
  const cases = (Object.keys(WAYS) as Way[]).flatMap((way) =>
    SCOPES.flatMap((scope) =>
      (Object.keys(CLASS_MARKS) as ClassMark[]).map((mark) => [way, scope, mark] as const),
    ),
  );
  it.each(cases)('%s, scope %s, class mark %s', async (way, scope, mark) => {
    const expected = EXPECTED[way][LIFETIMES[scope]];
    expect(await outcome(platform, WAYS[way](scope, mark))).toBe(expected);
  });
});

it('names the controller, the function and what to do', async () => {
  await outcome('express', WAYS['bound in the constructor']('request', 'none'));
  expect(warning.mock.calls).toEqual([
    [
      'Bound: Nest calls a function, "bound secret", that the boot check has not seen, and its requests are denied with ' +
        '403. Do not replace a handler in the constructor of a request-scoped or durable controller, nor after the ' +
        'start; or give the controller the default scope, and mark the function that is called.',
      { code: 'JWT_POLICY_HANDLER' },
    ],
  ]);
});

it('judges a function that the constructor made by the mark that it carries', async () => {
  class Marked {
    constructor() {
      const value = this.secret.bind(this);
      Operation('reconcile')(this, 'secret', { value });
      this.secret = value;
    }

    secret(): string {
      return secret();
    }
  }
  markMethod(Marked);
  markClass(Marked, 'default', '@Public');
  expect(await outcome('express', { controllers: [Marked] })).toBe('judged by its own mark');
});

it('judges by the marks of the class that Nest shows, after a function that a decorator put before it', async () => {
  class Hidden {
    secret(): string {
      return secret();
    }
  }
  markMethod(Hidden);
  const front = function (): Hidden {
    return new Hidden();
  };
  front.prototype = Hidden.prototype;
  markClass(front as unknown as Type, 'default', '@Public');
  expect(await outcome('express', { controllers: [front as unknown as Type] })).toBe(
    'judged by its own mark',
  );
});
