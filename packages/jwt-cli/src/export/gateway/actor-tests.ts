/** What a gateway can ask of an actor, and of a token's binding: both are objects, which are seen by their members. */

import type { ResolvedRule } from '@org/jwt-core/policy';
import { claim, testsOf, type TokenTest } from './claim-test.js';

const ACTOR_MEMBERS = [['act'], ['act', 'sub'], ['act', 'iss'], ['act', 'client_id']] as const;
const BINDING_MEMBERS = [['cnf'], ['cnf', 'jkt'], ['cnf', 'x5t#S256'], ['cnf', 'kid']] as const;

/** Without conditions, no actor. With some, one that has a sub and fulfils them. */
export function actorTests(actor: ResolvedRule['actor'], at: string): TokenTest {
  if (actor === undefined) return absent(ACTOR_MEMBERS, at);
  return {
    all: [claim(['act', 'sub'], { kind: 'type', type: 'string' }, at), ...testsOf(actor, at, ['act'])],
  };
}

/** A token that is bound to a key is denied, as long as no proof can be checked. */
export function bindingTests(at: string): TokenTest {
  return absent(BINDING_MEMBERS, at);
}

function absent(paths: readonly (readonly string[])[], at: string): TokenTest {
  return { all: paths.map((path) => claim(path, { kind: 'present' }, at, true)) };
}
