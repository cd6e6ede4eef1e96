/** The module with options that are none. */

// eslint-disable-next-line @nx/enforce-module-boundaries -- this file also runs outside of the package
import { JWT_VERIFIER, JwtPolicyModule } from '@org/jwt-nestjs';
import type { RejectedWay, Way } from './registration-apps.js';
import { NOT_A_VERIFIER } from './registration-messages.js';
import { forRoot, forRootAsync, options, verifier } from './registration-modules.js';

export const WRONG_OPTIONS: readonly RejectedWay[] = [
  ...[null, {}, () => verifier].map((value): RejectedWay => [
    `${describeValue(value)} in the place of the verifier`,
    NOT_A_VERIFIER,
    (): Way => ({
      imports: [forRoot()],
      override: (builder) => builder.overrideProvider(JWT_VERIFIER).useValue(value),
    }),
  ]),
  [
    'useFactory that gives undefined',
    /useFactory.*found undefined/su,
    () => ({ imports: [forRootAsync(undefined)] }),
  ],
  ['useFactory that gives null', /useFactory.*found null/su, () => ({ imports: [forRootAsync(null)] })],
  ['useFactory that gives a verifier', /\{ verifier \}/u, () => ({ imports: [forRootAsync(verifier)] })],
  [
    'useFactory that gives a promise of a verifier',
    /\{ verifier \}/u,
    () => ({ imports: [forRootAsync(Promise.resolve(verifier))] }),
  ],
  [
    'useFactory that gives a function',
    /found a function/u,
    () => ({ imports: [forRootAsync(() => options)] }),
  ],
  [
    'useFactory that rejects',
    /no settings/u,
    () => ({
      imports: [JwtPolicyModule.forRootAsync({ useFactory: () => Promise.reject(new Error('no settings')) })],
    }),
  ],
  ['no useFactory', /useFactory/u, () => ({ imports: [JwtPolicyModule.forRootAsync({} as never)] })],
  [
    'useFactory alone',
    /useFactory/u,
    () => ({ imports: [JwtPolicyModule.forRootAsync((() => options) as never)] }),
  ],
  [
    'forRootAsync of nothing',
    /useFactory/u,
    () => ({ imports: [JwtPolicyModule.forRootAsync(undefined as never)] }),
  ],
  [
    'forRoot of nothing',
    /found undefined/u,
    () => ({ imports: [JwtPolicyModule.forRoot(undefined as never)] }),
  ],
  [
    'forRoot of a verifier',
    /\{ verifier \}/u,
    () => ({ imports: [JwtPolicyModule.forRoot(verifier as never)] }),
  ],
  [
    'forRoot of a promise',
    /promise.*forRootAsync/su,
    () => ({ imports: [JwtPolicyModule.forRoot(Promise.resolve(options) as never)] }),
  ],
  ...[{}, () => verifier, Promise.resolve({}), 'jwt-policy.yaml', null].map((value): RejectedWay => [
    `${describeValue(value)} as the verifier`,
    NOT_A_VERIFIER,
    (): Way => ({ imports: [JwtPolicyModule.forRoot({ verifier: value as never })] }),
  ]),
];

function describeValue(value: unknown): string {
  if (value instanceof Promise) return 'a promise';
  return typeof value === 'function' ? 'a function' : JSON.stringify(value);
}
