import type { OnApplicationShutdown } from '@nestjs/common';
import { createVerifier, type Verifier } from '@org/jwt-core';
import { assertVerifier } from '@org/jwt-core/adapter';
import type { Settings } from './options.js';

/** The application's verifier, and who ends it. */
export class HeldVerifier implements OnApplicationShutdown {
  readonly verifier: Verifier;
  readonly #isOwn: boolean;

  private constructor(verifier: Verifier, isOwn: boolean) {
    this.verifier = verifier;
    this.#isOwn = isOwn;
  }

  static async open({ source }: Settings): Promise<HeldVerifier> {
    if ('verifier' in source) {
      const verifier = await source.verifier;
      assertVerifier(verifier, 'JwtPolicyModule');
      return new HeldVerifier(verifier, false);
    }
    return new HeldVerifier(await createVerifier(source), true);
  }

  /** Nest calls this after its server has closed: until then, the last requests still need decisions. */
  async onApplicationShutdown(): Promise<void> {
    if (this.#isOwn) await this.verifier.close();
  }
}
