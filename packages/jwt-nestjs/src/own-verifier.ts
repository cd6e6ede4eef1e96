import type { OnApplicationShutdown } from '@nestjs/common';
import { createVerifier, type Verifier } from '@org/jwt-core';
import { assertVerifier } from '@org/jwt-core/adapter';
import type { Settings } from './options.js';

/**
 * The verifier that the module has made, and ends. It is made where Nest asks for `JWT_VERIFIER`: a test that puts
 * another one in its place opens no file and fetches nothing.
 */
export class OwnVerifier implements OnApplicationShutdown {
  #own: Verifier | undefined;

  /** The verifier that the application has handed in, or the module's own. */
  async open({ source }: Settings): Promise<Verifier> {
    if ('verifier' in source) {
      const verifier = await source.verifier;
      assertVerifier(verifier, 'JwtPolicyModule');
      return verifier;
    }
    this.#own = await createVerifier(source);
    return this.#own;
  }

  /** Nest calls this after its server has closed: until then, the last requests still need decisions. */
  async onApplicationShutdown(): Promise<void> {
    await this.#own?.close();
  }
}
