/** What the log of a service knows of a request, and what the caller does not. */

import { Catch, Controller, Get, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Denied } from '@org/jwt-core';
import { describe, expect, it, vi } from 'vitest';
import { AccessDeniedException, JwtPolicyModule, Operation, type GuardOptions } from '../src/index.js';
import { PLATFORMS, startApp } from './running-app.js';
import { allowed, denied, stubVerifier, type StubVerifier } from './stub-verifier.js';

@Controller()
class OrdersController {
  @Get('orders')
  @Operation('listOrders')
  list(): string {
    return 'orders';
  }
}

const HEADERS = { 'X-Request-Id': 'of-the-caller' };

describe.each(PLATFORMS)('on %s, the name of a request', (platform) => {
  const requestIdWith = async (
    options: Pick<GuardOptions, 'requestId'>,
    id?: unknown,
  ): Promise<string | undefined> => {
    const verifier = stubVerifier(() => allowed());
    const { get } = await startApp(platform, {
      imports: [JwtPolicyModule.forRoot({ verifier, ...options })],
      controllers: [OrdersController],
      configure: (nest) => {
        if (platform === 'fastify') return;
        nest.use((request: object, _response: unknown, next: () => void) => {
          if (id !== undefined) Object.assign(request, { id });
          next();
        });
      },
    });
    expect((await get('/orders', HEADERS)).status).toBe(200);
    return idSeenBy(verifier);
  };

  it("is the platform's own", async () => {
    expect(await requestIdWith({}, 'req-7')).toMatch(platform === 'fastify' ? /^req-\w+$/u : /^req-7$/u);
  });

  it('is what the application says', async () => {
    const requestId = (request: object): string => {
      const { headers } = request as { readonly headers: Readonly<Record<string, unknown>> };
      return `own-${String(headers['x-request-id'])}`;
    };
    expect(await requestIdWith({ requestId })).toBe('own-of-the-caller');
  });

  it('must come from a function', () => {
    const options = { verifier: stubVerifier(() => allowed()), requestId: 'x-request-id' } as never;
    expect(() => JwtPolicyModule.forRoot(options)).toThrow('requestId: expected a function, found a string.');
  });
});

const idSeenBy = ({ decide }: StubVerifier): string | undefined => decide.mock.calls[0]?.[0].requestId;

const TALKATIVE: Denied = { ...denied(), expected: 'EXPECTED-4711', actual: 'ACTUAL-4711' };

let adapter: HttpAdapterHost['httpAdapter'];
const caught = vi.fn();

/** Sends everything that an exception shows of itself. */
@Catch(AccessDeniedException)
class SendingFilter implements ExceptionFilter {
  catch(exception: AccessDeniedException, host: ArgumentsHost): void {
    const { cause } = exception;
    caught(cause.expected, cause.actual);
    const body = {
      exception,
      cause,
      members: Object.assign({}, exception),
      causes: Object.assign({}, cause),
    };
    adapter.reply(host.switchToHttp().getResponse(), body, exception.getStatus());
  }
}

describe.each(PLATFORMS)('on %s, what was expected and found', (platform) => {
  const answerWith = async (onDeny: 'respond' | 'throw', ...filters: ExceptionFilter[]): Promise<string> => {
    const { get } = await startApp(platform, {
      imports: [JwtPolicyModule.forRoot({ verifier: stubVerifier(() => TALKATIVE), onDeny })],
      controllers: [OrdersController],
      configure: (nest) => {
        adapter = nest.get(HttpAdapterHost).httpAdapter;
        nest.useGlobalFilters(...filters);
      },
    });
    const { status, headers, body } = await get('/orders');
    expect(status).toBe(401);
    return `${JSON.stringify(headers)}${body}`;
  };

  it.each(['respond', 'throw'] as const)('is in no answer with onDeny: %s', async (onDeny) => {
    expect(await answerWith(onDeny)).not.toContain('4711');
  });

  it('is in the cause of the exception, and in no answer of a filter that sends the exception as it is', async () => {
    const answer = await answerWith('throw', new SendingFilter());
    expect(answer).toContain('credential.missing');
    expect(answer).not.toContain('4711');
    expect(caught).toHaveBeenLastCalledWith('EXPECTED-4711', 'ACTUAL-4711');
  });
});
