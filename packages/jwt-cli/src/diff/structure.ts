/** Differences that no token shows: where keys and tokens come from, how long tokens may be, and what is there at all. */

import type { Policy, ResolvedOperation, ResolvedService } from '@org/jwt-core/policy';
import { pointerTo } from '../lint/pointer.js';
import { forBoth, type Both, type Difference, type Effect } from './difference.js';
import { compareKeys } from './keys.js';
import { comparePlaces } from './places.js';
import { isSame } from './worlds.js';

/** A difference, as far as the structure says it. */
export type Stated = Pick<Difference, 'effect' | 'aspect' | 'message' | 'document' | 'at'>;

/** All of them, in the order of the documents. */
export function compareStructure(policies: Both<Policy>): readonly Difference[] {
  const models = forBoth((version) => policies[version].model);
  const issuers = compareKeys(models).map(({ issuer, ...each }) => withWhere(each, { issuer }));
  const names = new Set([...Object.keys(models.new.services), ...Object.keys(models.old.services)]);
  return [
    ...issuers,
    ...Array.from(names, (name) =>
      compareService(
        name,
        forBoth((version) => models[version].services[name]),
      ),
    ).flat(),
  ];
}

function compareService(service: string, both: Both<ResolvedService | undefined>): readonly Difference[] {
  const { old, new: young } = both;
  const at = pointerTo('services', service);
  if (old === undefined || young === undefined) return [isThere(service, at, young)];
  const stated = [
    ...number(
      'The longest accepted token',
      forBoth((version) => both[version]?.maxTokenBytes ?? 0),
      at,
    ),
    ...places(old, young, at),
  ];
  const operations = Object.keys(young.operations).flatMap((operation) => {
    const each = forBoth((version) => both[version]?.operations[operation]);
    const own = `${at}${pointerTo('operations', operation)}`;
    if (each.old === undefined || each.new === undefined) return [];
    return compareOperation(each.old, each.new, own).map((found) => withWhere(found, { service, operation }));
  });
  return [...stated.map((each) => withWhere(each, { service })), ...operations];
}

function isThere(service: string, at: string, young: ResolvedService | undefined): Difference {
  const stated: Stated =
    young === undefined
      ? {
          effect: 'narrowed',
          aspect: 'service',
          message: `The service ${service} is gone.`,
          document: 'old',
          at,
        }
      : {
          effect: 'widened',
          aspect: 'service',
          message: `The service ${service} is new.`,
          document: 'new',
          at,
        };
  return withWhere(stated, { service });
}

function compareOperation(old: ResolvedOperation, young: ResolvedOperation, at: string): readonly Stated[] {
  const changed = (aspect: string, message: string): Stated => ({
    effect: 'changed',
    aspect,
    message,
    document: 'new',
    at,
  });
  const found: Stated[] = [];
  if (old.route !== young.route) {
    found.push(
      changed('route', `The route is ${young.route ?? 'not written'}; it was ${old.route ?? 'not written'}.`),
    );
  }
  if (!isSame({ old: old.tenant, new: young.tenant })) {
    found.push(
      changed(
        'tenant',
        `The tenant of a request is read from ${sourceOf(young)}; it was read from ${sourceOf(old)}.`,
      ),
    );
  }
  if (old.query !== young.query) {
    if (young.query !== undefined)
      found.push(
        stated(
          'widened',
          'credential',
          `Tokens in the parameter ${young.query} of the query are accepted.`,
          at,
        ),
      );
    if (old.query !== undefined)
      found.push(
        stated(
          'narrowed',
          'credential',
          `Tokens in the parameter ${old.query} of the query are refused.`,
          at,
        ),
      );
  }
  if (old.shadowUntil !== young.shadowUntil) {
    const effect = (young.shadowUntil ?? 0) > (old.shadowUntil ?? 0) ? 'widened' : 'narrowed';
    found.push(stated(effect, 'shadow', `The rules are enforced ${since(young)}; it was ${since(old)}.`, at));
  }
  return found;
}

function since({ shadowUntil }: ResolvedOperation): string {
  return shadowUntil === undefined
    ? 'at all times'
    : `from ${new Date(shadowUntil).toISOString().slice(0, 10)} on`;
}

function sourceOf({ tenant }: ResolvedOperation): string {
  return tenant === undefined ? 'nothing' : `${tenant.from}.${tenant.key}`;
}

function places(old: ResolvedService, young: ResolvedService, at: string): readonly Stated[] {
  const { come, gone } = comparePlaces({ old: old.credentials, new: young.credentials });
  return [
    ...come.map((text) => stated('widened', 'credential', `Tokens ${text} are accepted.`, at)),
    ...gone.map((text) => stated('narrowed', 'credential', `Tokens ${text} are refused.`, at)),
  ];
}

function number(what: string, { old, new: young }: Both<number>, at: string): readonly Stated[] {
  if (old === young) return [];
  const effect = young > old ? 'widened' : 'narrowed';
  return [stated(effect, 'size', `${what} has ${String(young)} bytes; it had ${String(old)}.`, at)];
}

function stated(effect: Effect, aspect: string, message: string, at: string): Stated {
  return { effect, aspect, message, document: 'new', at };
}

function withWhere(
  each: Stated,
  where: Partial<Pick<Difference, 'service' | 'operation' | 'issuer'>>,
): Difference {
  return {
    service: undefined,
    operation: undefined,
    issuer: undefined,
    ...where,
    ...each,
    witness: undefined,
  };
}
