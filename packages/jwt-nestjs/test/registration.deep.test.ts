/** However the module is registered: no handler answers a caller without a token, or the application does not start. */

import { LazyModuleLoader, NestFactory } from '@nestjs/core';
// eslint-disable-next-line @nx/enforce-module-boundaries -- this file also runs outside of the package
import { JwtPolicyModule } from '@org/jwt-nestjs';
import { describe, expect, it } from 'vitest';
import { createControllers, PLATFORMS, startApp, tryWay, type Way } from './registration-apps.js';
import { either, LAZY, NO_OPTIONS, UNGUARDED, UNMARKED } from './registration-messages.js';
import { forRoot, moduleOf } from './registration-modules.js';
import { WRONG_OPTIONS } from './registration-options.js';
import { GUARDED, LOADED_LAZILY, REJECTED } from './registration-ways.js';

const ALL_DENIED = { statuses: [401, 401, 401, 401, 401] };

describe.each(PLATFORMS)('on %s', (platform) => {
  describe.each(GUARDED)('%s', (_name, register) => {
    it('guards every handler that carries a mark', async () => {
      const outcome = await tryWay(platform, register, { areMarked: true });
      expect(outcome).toEqual(ALL_DENIED);
    });

    it('rejects handlers without a mark', async () => {
      const outcome = await tryWay(platform, register, { areMarked: false });
      expect(outcome).toMatchObject({
        rejected: { message: expect.stringMatching(UNMARKED) as string },
      });
    });
  });

  describe.each([...REJECTED, ...LOADED_LAZILY, ...WRONG_OPTIONS])('%s', (_name, message, register) => {
    it('does not start', async () => {
      const outcome = await tryWay(platform, register, { areMarked: true });
      expect(outcome).toMatchObject({ rejected: { message: expect.stringMatching(message) as string } });
    });

    it('does not start where handlers carry no mark', async () => {
      const expected = either(message, UNMARKED);
      const outcome = await tryWay(platform, register, { areMarked: false });
      expect(outcome).toMatchObject({ rejected: { message: expect.stringMatching(expected) as string } });
    });
  });

  it('does not start without the module where a handler carries a mark', async () => {
    const outcome = await tryWay(platform, () => ({ imports: [] }), { areMarked: true });
    expect(outcome).toMatchObject({ rejected: { message: expect.stringMatching(UNGUARDED) as string } });
  });

  it('does not start where a test has put another module in its place', async () => {
    const shared = forRoot();
    const outcome = await tryWay(
      platform,
      () => ({
        imports: [shared],
        override: (builder) => builder.overrideModule(shared as never).useModule(moduleOf({})),
      }),
      { areMarked: true },
    );
    expect(outcome).toMatchObject({ rejected: { message: expect.stringMatching(UNGUARDED) as string } });
  });

  it('guards one application and not another one of the same process, which does not start', async () => {
    const shared = forRoot();
    const first = await startApp(platform, { imports: [shared] }, { areMarked: true });
    const second = await tryWay(platform, () => ({ imports: [shared] }), { areMarked: true });
    const third = await tryWay(platform, () => ({ imports: [] }), { areMarked: true });
    await first.close();
    expect(second).toEqual(ALL_DENIED);
    expect(third).toMatchObject({ rejected: { message: expect.stringMatching(UNGUARDED) as string } });
  });

  it('rejects being loaded lazily by an application that listens', async () => {
    const app = await startApp(platform, { imports: [] }, { areMarked: false });
    const load = app.get(LazyModuleLoader).load(forRoot);
    await expect(load).rejects.toThrow(LAZY);
    await app.close();
  });

  it('serves no handler of a module that is loaded lazily', async () => {
    const app = await startApp(platform, { imports: [forRoot()] }, { areMarked: true });
    const late = moduleOf({ controllers: createControllers({ areMarked: false, prefix: 'late' }) });
    await app.get(LazyModuleLoader).load(() => late);
    const answer = await fetch(`${await app.getUrl()}/late/of-method`);
    await app.close();
    expect(answer.status).toBe(404);
  });
});

describe('an application context, which serves nothing', () => {
  const start = (imports: Way['imports']): Promise<void> =>
    NestFactory.createApplicationContext(
      moduleOf({ imports, controllers: createControllers({ areMarked: true }) }),
      { logger: false, abortOnError: false },
    ).then((context) => context.close());

  it('starts with the module, and without it', async () => {
    await expect(start([forRoot()])).resolves.toBeUndefined();
    await expect(start([])).resolves.toBeUndefined();
  });

  it('does not start with the bare class', async () => {
    await expect(start([JwtPolicyModule])).rejects.toThrow(NO_OPTIONS);
  });
});
