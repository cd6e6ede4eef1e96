/** Everything that the raw HTTP matrix needs: a running issuer, the policy that accepts it, and tokens. */

import { createVerifier, definePolicy, type Verifier } from '@org/jwt-core';
import type { PolicyDocument } from '@org/jwt-core/policy';
import { createTestIssuer } from '../issuer/test-issuer.js';
import { mintCallerTokens, type CallerTokens } from './callers.js';
import type { RawHttpJournal } from './journal.js';
import { rawHttpLiteralsDocument } from './path-literals.js';
import { RAW_HTTP_AUDIENCE, RAW_HTTP_SERVICE, rawHttpDocument } from './policy.js';

/** A running kit. Close it after the tests. */
export interface RawHttpKit extends AsyncDisposable {
  readonly tokens: CallerTokens;
  /** A verifier for a server under test, with the server's journal as its sink. */
  createVerifier(journal: RawHttpJournal): Promise<Verifier>;
  /** The same, with the policy of `RAW_HTTP_LITERALS`. */
  createLiteralsVerifier(journal: RawHttpJournal): Promise<Verifier>;
  /** Stops the issuer. */
  close(): Promise<void>;
}

/** Starts the issuer and signs the tokens, which are valid for an hour. */
export async function createRawHttpKit(): Promise<RawHttpKit> {
  // RS256 signatures are verified fastest, and there are thousands.
  const issuer = await createTestIssuer({ audience: RAW_HTTP_AUDIENCE, algs: ['RS256'] });
  const verifierFor = (document: PolicyDocument): RawHttpKit['createVerifier'] => {
    const policy = definePolicy(document);
    return async ({ onDecision }) => {
      const verifier = await createVerifier({
        policy,
        service: RAW_HTTP_SERVICE,
        onDecision,
        insecure: { allowHttpLoopback: true },
      });
      await verifier.warmUp();
      return verifier;
    };
  };
  return {
    tokens: await mintCallerTokens(issuer),
    createVerifier: verifierFor(rawHttpDocument(issuer.url)),
    createLiteralsVerifier: verifierFor(rawHttpLiteralsDocument(issuer.url)),
    close: () => issuer.close(),
    [Symbol.asyncDispose]: () => issuer.close(),
  };
}
