import { Controller, Get, Inject, Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { ConfigurationError, PolicyError, type Verifier } from '@org/jwt-core';
import type { PolicySource } from '@org/jwt-core/policy';
import { stubAllowed } from '@org/jwt-testing';
import {
  Auth,
  JWT_VERIFIER,
  JwtPolicyModule,
  Operation,
  type Identity,
  type JwtPolicyOptions,
} from '../src/index.js';
import { describe, expect, it, vi } from 'vitest';
import { createApp, startApp, useKit } from './running-app.js';
import { allowed, stubVerifier } from './stub-verifier.js';

const { kit, bearer } = useKit();

@Controller()
class NoticesController {
  @Get('notices')
  @Operation('notices')
  notices(@Auth() identity: Identity | undefined): string {
    return identity?.subject ?? 'anonymous';
  }
}

const ownVerifier = (): JwtPolicyOptions => {
  const { policy, service, clock } = kit();
  return { policy, service, clock, insecure: { allowHttpLoopback: true } };
};

const request = { method: 'GET', target: '/notices', rawHeaders: [] };

describe('JwtPolicyModule', () => {
  it('makes a verifier from a policy, guards with it, and closes it at shutdown', async () => {
    const { app, get } = await startApp('express', {
      imports: [JwtPolicyModule.forRoot(ownVerifier())],
      controllers: [NoticesController],
    });
    const verifier = app.get<Verifier>(JWT_VERIFIER);
    expect(await get('/notices', await bearer())).toMatchObject({ body: 'user-1' });
    await app.close();
    await expect(verifier.decide(request, { operation: 'notices' })).rejects.toThrow('closed');
  });

  it.each([
    ['verifier', (verifier: Verifier) => JwtPolicyModule.forRoot({ verifier })],
    [
      'promise of one',
      (verifier: Verifier) => JwtPolicyModule.forRoot({ verifier: Promise.resolve(verifier) }),
    ],
    [
      'verifier from a factory',
      (verifier: Verifier) => JwtPolicyModule.forRootAsync({ useFactory: () => ({ verifier }) }),
    ],
  ])('leaves a %s open that it was handed', async (_word, guarded) => {
    const verifier = await kit().createVerifier();
    const { app } = await startApp('express', {
      imports: [guarded(verifier)],
      controllers: [NoticesController],
    });
    expect(app.get(JWT_VERIFIER)).toBe(verifier);
    await app.close();
    expect(await verifier.decide(request, { operation: 'notices' })).toMatchObject({ outcome: 'allow' });
  });

  it('takes options from a factory with dependencies, and closes what it makes of them', async () => {
    @Injectable()
    class Settings {
      readonly service = 'orders';
    }
    @Module({ providers: [Settings], exports: [Settings] })
    class SettingsModule {}

    const { app, get } = await startApp('fastify', {
      imports: [
        JwtPolicyModule.forRootAsync({
          imports: [SettingsModule],
          inject: [Settings],
          useFactory: (settings: Settings) =>
            Promise.resolve({ ...ownVerifier(), service: settings.service }),
        }),
      ],
      controllers: [NoticesController],
    });
    expect(await get('/notices', await bearer())).toMatchObject({ body: 'user-1' });
    const verifier = app.get<Verifier>(JWT_VERIFIER);
    await app.close();
    await expect(verifier.decide(request, { operation: 'notices' })).rejects.toThrow('closed');
  });

  it('boots without a policy where that was asked for, denies everything, and serves once there is one', async () => {
    const held: { text?: string } = {};
    let notify = (): void => undefined;
    const source: PolicySource = {
      location: 'held',
      everyMs: 60_000,
      read: () => {
        const { text } = held;
        return text === undefined ? Promise.reject(new Error('down')) : Promise.resolve({ text, tag: text });
      },
      watch: (onChange) => {
        notify = onChange;
        return () => undefined;
      },
    };
    const { policy, service, clock } = kit();
    const insecure = { allowHttpLoopback: true };
    const options = { policy: source, service, clock, insecure, startWithoutPolicy: 'unavailable' } as const;
    const { get } = await startApp('express', {
      imports: [JwtPolicyModule.forRoot(options)],
      controllers: [NoticesController],
    });
    expect(await get('/notices', await bearer())).toMatchObject({ status: 503 });
    held.text = JSON.stringify(policy.document);
    notify();
    await vi.waitFor(
      async () => {
        expect(await get('/notices', await bearer())).toMatchObject({ status: 200, body: 'user-1' });
      },
      { timeout: 5_000 },
    );
  });

  it('gives the verifier to every module', async () => {
    @Injectable()
    class Reader {
      readonly verifier: Verifier;

      constructor(@Inject(JWT_VERIFIER) verifier: Verifier) {
        this.verifier = verifier;
      }
    }
    @Module({ providers: [Reader], exports: [Reader] })
    class FeatureModule {}
    const verifier = stubVerifier(() => allowed());
    const { app } = await startApp('express', {
      imports: [JwtPolicyModule.forRoot({ verifier }), FeatureModule],
    });
    expect(app.get(Reader).verifier).toBe(verifier);
  });

  it("lets a test put another verifier in the place of the module's", async () => {
    const decide = vi.fn(() => allowed());
    const testing = await Test.createTestingModule({
      imports: [JwtPolicyModule.forRoot(ownVerifier())],
      controllers: [NoticesController],
    })
      .overrideProvider(JWT_VERIFIER)
      .useValue(stubVerifier(decide))
      .compile();
    const app = testing.createNestApplication({ logger: false });
    await app.listen(0, '127.0.0.1');
    const answer = await fetch(`${await app.getUrl()}/notices`);
    expect(await answer.text()).toBe('anonymous');
    expect(decide).toHaveBeenCalledOnce();
    await app.close();
  });

  it.each([
    ['forRoot', (options: JwtPolicyOptions) => JwtPolicyModule.forRoot(options)],
    [
      'forRootAsync',
      (options: JwtPolicyOptions) => JwtPolicyModule.forRootAsync({ useFactory: () => options }),
    ],
  ])('opens no policy of %s where a test has put another verifier in its place', async (_way, register) => {
    const read = vi.fn(() => Promise.reject(new Error('must not be read')));
    const watch = vi.fn(() => () => undefined);
    const policy: PolicySource = { location: 'unused', everyMs: 60_000, read, watch };
    const testing = await Test.createTestingModule({
      imports: [register({ policy, service: 'orders' })],
      controllers: [NoticesController],
    })
      .overrideProvider(JWT_VERIFIER)
      .useValue(stubVerifier(() => stubAllowed({ subject: 'ann' })))
      .compile();
    const app = testing.createNestApplication({ logger: false });
    await app.listen(0, '127.0.0.1');
    const answer = await fetch(`${await app.getUrl()}/notices`);
    expect(await answer.text()).toBe('ann');
    await app.close();
    for (const mock of [read, watch]) expect(mock).not.toHaveBeenCalled();
  });

  it('stops the boot for a policy that cannot be used', async () => {
    const verifier = Promise.reject<Verifier>(new PolicyError([], undefined));
    const handed = JwtPolicyModule.forRoot({ verifier });
    // Meanwhile the application does something else: nothing may be reported as unhandled.
    await new Promise(setImmediate);
    await expect(createApp('express', { imports: [handed] })).rejects.toThrow(PolicyError);
    const missing = JwtPolicyModule.forRoot({ policy: 'no-such-policy.yaml' });
    await expect(createApp('express', { imports: [missing] })).rejects.toThrow(PolicyError);
  });

  it.each([
    ['neither a verifier nor a policy', {}],
    ['both', { verifier: {}, policy: 'jwt-policy.yaml' }],
    ['an unknown way to deny', { policy: 'jwt-policy.yaml', onDeny: 'ignore' }],
    ['a class that a circular import left undefined', { policy: 'jwt-policy.yaml', public: [undefined] }],
    ['a misspelt option', { policy: 'jwt-policy.yaml', onDecison: () => undefined }],
    ['a misspelt option of the guard', { policy: 'jwt-policy.yaml', ondeny: 'throw' }],
    ['an option that is undefined', { policy: 'jwt-policy.yaml', service: undefined }],
    ['an option of a wrong type', { policy: 'jwt-policy.yaml', disclose: true }],
    ['a misspelt option within one', { policy: 'jwt-policy.yaml', insecure: { allowHttp: true } }],
    ['an option that a handed verifier has already', { verifier: {}, service: 'orders' }],
  ])('rejects options with %s', async (_word, options) => {
    expect(() => JwtPolicyModule.forRoot(options as JwtPolicyOptions)).toThrow(ConfigurationError);
    const late = JwtPolicyModule.forRootAsync({ useFactory: () => options as JwtPolicyOptions });
    await expect(createApp('express', { imports: [late] })).rejects.toThrow(ConfigurationError);
  });

  it('rejects options of forRootAsync that it does not have', () => {
    const options = { useFactory: () => ({ policy: 'jwt-policy.yaml' }), injects: [] };
    expect(() => JwtPolicyModule.forRootAsync(options)).toThrow('Did you mean "inject"?');
  });
});
