/** Your own policy with a test issuer: tokens as your real providers sign them, and no provider. */

import { ConfigurationError, type Policy, type Principal } from '@org/jwt-core';
import { aNumber, aText, anything, oneOf, readOptions, type OptionKinds } from '@org/jwt-core/adapter';
import type { TokenMaterial } from '../alterations/alteration.js';
import type { RequestDescription } from '../http/request-description.js';
import type { ClaimsToSign, MintOptions, TestIssuer } from '../issuer/test-issuer.js';
import { attemptsOf, type Holder } from './attempt.js';
import { callerOf, serviceOf, type Caller, type CallerChoice } from './caller.js';
import { goodClaims, principalFor, typeOf, type Acceptance } from './good-token.js';
import { materialOf } from './material.js';
import { requestOf } from './request-for.js';
import { send } from './send.js';
import { algorithmsFor, standIn, type ResolvedIssuer } from './stand-in.js';

/** A policy in which a test issuer stands in for every issuer. */
export interface TestPolicy {
  /** For `createVerifier`. Nothing is fetched for it. */
  readonly policy: Policy;
  /**
   * A good token of an issuer of the policy, by its name there, in the form that its provider gives it. `claims` are added
   * or replace what is there; one that is `undefined` is left out. A rule's own conditions (scopes, roles, `where`, an
   * identity) are for you to add.
   *
   * `principal`: whom it is for; a person where the issuer signs for both. `service`: whose audience it names, where several
   * services accept the issuer. `tenant`: which of the issuer's it belongs to; the first by default.
   *
   * @throws ConfigurationError for an issuer or a service that the policy does not have, and for a principal that the
   * issuer does not sign for.
   */
  readonly signAs: (
    issuer: string,
    claims?: ClaimsToSign,
    options?: MintOptions & {
      readonly principal?: Principal;
      readonly service?: string;
      readonly tenant?: string;
    },
  ) => string;
  /**
   * A caller that the operation allows, with a token that is good for it, and the request that it would send: what one of
   * its rules asks for (scopes, roles, `where`, an identity, the actor, the tenant) is in the claims. `claims` are added, or
   * replace what is there.
   *
   * @throws ConfigurationError for an operation, a rule, a service or an issuer that the policy does not have.
   */
  readonly callerFor: (operation: string, options?: CallerOptions) => TestCaller;
  /**
   * What the holder of a token can try at an operation: for each rule, a token of this holder that says all the rule asks
   * for as far as this holder can have it. Unlike that of `callerFor`, it need not be allowed: the verifier decides.
   *
   * @throws ConfigurationError for an operation, a service, an issuer or an identity that the policy does not have.
   */
  readonly attemptsOf: (
    holder: Holder,
    operation: string,
    options?: { readonly service?: string },
  ) => readonly TestCaller[];
  /**
   * The request that an operation's route asks for, without a token. Parameters are `test`, save the tenant: the first of
   * the service by default.
   *
   * @throws ConfigurationError for an operation or a service that the policy does not have.
   */
  readonly requestFor: (
    operation: string,
    options?: { readonly service?: string; readonly tenant?: string },
  ) => RequestDescription;
  /**
   * What an alteration of `ALTERATIONS` starts from: a token of this issuer with these claims, all of them, and the request
   * that it is sent with.
   *
   * @throws ConfigurationError for an issuer that the policy does not have.
   */
  readonly materialOf: (issuer: string, claims: ClaimsToSign, request: RequestDescription) => TokenMaterial;
}

/** Options of {@link TestPolicy.callerFor}. */
export interface CallerOptions extends CallerChoice, MintOptions {
  readonly claims?: ClaimsToSign;
}

/** A caller with its token. */
export interface TestCaller extends Caller {
  readonly token: string;
  /** The request with the token, in the first place that the service takes it from. */
  readonly requestWithToken: RequestDescription;
}

const CALLER_OPTIONS: OptionKinds<CallerOptions> = {
  alg: aText,
  header: anything,
  claims: anything,
  service: aText,
  issuer: aText,
  rule: aNumber,
  tenant: aText,
};

type SignOptions = NonNullable<Parameters<TestPolicy['signAs']>[2]>;

const SIGN_OPTIONS: OptionKinds<SignOptions> = {
  alg: aText,
  header: anything,
  principal: oneOf('user', 'workload'),
  service: aText,
  tenant: aText,
};

type RequestOptions = NonNullable<Parameters<TestPolicy['requestFor']>[1]>;

const REQUEST_OPTIONS: OptionKinds<RequestOptions> = { service: aText, tenant: aText };

const ATTEMPT_OPTIONS: OptionKinds<NonNullable<Parameters<TestPolicy['attemptsOf']>[2]>> = { service: aText };

/**
 * Takes a policy as `createVerifier` takes it, the path of a file or a `Policy`, and gives the same policy with the test
 * issuer's present keys in the place of all keys. Every `iss`, profile, service and rule stays as it is. An issuer with a
 * shared secret gets the keys and the algorithms of the test issuer.
 *
 * @throws PolicyError for a policy that does not load, ConfigurationError where an issuer may use none of the test issuer's
 * algorithms.
 */
export async function policyForTesting(policy: string | Policy, issuer: TestIssuer): Promise<TestPolicy> {
  const standing = await standIn(policy, issuer);
  const sign = (model: ResolvedIssuer, claims: ClaimsToSign, { alg, header }: MintOptions): string => {
    const { kid, alg: used } = issuer.header(alg ?? algorithmsFor(issuer, model)[0]);
    return issuer.sign({ alg: used, kid, typ: typeOf(model), ...header }, claims, used);
  };
  const complete = (caller: Caller, token: string): TestCaller => {
    const { credentials = [] } = standing.model.services[caller.service] ?? {};
    return { ...caller, token, requestWithToken: send(caller.request, token, credentials) };
  };
  return {
    policy: standing,
    callerFor: (operation, given = {}) => {
      const { claims, alg, header, ...choice } = readOptions('callerFor', given, CALLER_OPTIONS);
      const caller = callerOf(standing, operation, choice, issuer);
      const all = { ...caller.claims, ...claims };
      const token = sign(issuerOf(standing, caller.issuer), all, {
        ...(alg && { alg }),
        ...(header && { header }),
      });
      return complete({ ...caller, claims: all }, token);
    },
    signAs: (name, claims = {}, given = {}) => {
      const { service, principal, tenant, alg, header } = readOptions('signAs', given, SIGN_OPTIONS);
      const model = issuerOf(standing, name);
      const accepted = acceptanceOf(standing, name, service, claims);
      const good = goodClaims(issuer, model, accepted, principalFor(model, principal), tenant);
      return sign(model, { ...good, ...claims }, { ...(alg && { alg }), ...(header && { header }) });
    },
    attemptsOf: (holder, operation, given = {}) => {
      const { service } = readOptions('attemptsOf', given, ATTEMPT_OPTIONS);
      const callers = attemptsOf(standing, holder, { operation, service }, issuer);
      return callers.map((each) => complete(each, sign(issuerOf(standing, each.issuer), each.claims, {})));
    },
    requestFor: (operation, given = {}) => {
      const { service: wanted, tenant } = readOptions('requestFor', given, REQUEST_OPTIONS);
      const service = standing.model.services[serviceOf(standing, operation, wanted)];
      const asked = service?.operations[operation];
      if (asked === undefined) throw new ConfigurationError(`The policy has no operation "${operation}".`);
      return requestOf(asked, tenant ?? service?.tenants?.[0] ?? 'test');
    },
    materialOf: (name, claims, request) => materialOf(issuer, issuerOf(standing, name), claims, request),
  };
}

function issuerOf({ model }: Policy, name: string): ResolvedIssuer {
  const issuer = model.issuers[name];
  if (issuer !== undefined) return issuer;
  throw new ConfigurationError(
    `The policy has no issuer "${name}": it has ${Object.keys(model.issuers).join(', ')}.`,
  );
}

/** The entry of `accept` that the token is for; `undefined` where no service accepts it, or the claims say an audience. */
function acceptanceOf(
  { model }: Policy,
  issuer: string,
  wanted: string | undefined,
  claims: ClaimsToSign,
): Acceptance | undefined {
  if (wanted !== undefined && model.services[wanted] === undefined) {
    throw new ConfigurationError(
      `The policy has no service "${wanted}": it has ${Object.keys(model.services).join(', ')}.`,
    );
  }
  const entries = Object.entries(model.services).flatMap(([service, { accept }]) =>
    accept.filter((each) => each.issuer === issuer && (wanted ?? service) === service),
  );
  const audiences = new Set(entries.map((each) => JSON.stringify([each.audiences, each.clients])));
  if (audiences.size <= 1 || 'aud' in claims) return entries[0];
  throw new ConfigurationError(
    `Several services accept "${issuer}": say which one the token is for, with the option service or with an aud.`,
  );
}
