/** What an exporter gets, and what it makes. */

import type { Policy, ResolvedService } from '@org/jwt-core/policy';
import { pointerTo } from '../lint/pointer.js';
import { UsageError } from '../terminal/exit-code.js';
import { listed } from '../terminal/words.js';
import type { Losses } from './losses.js';

/** One service of a policy. */
export interface Exported {
  readonly policy: Policy;
  readonly name: string;
  readonly service: ResolvedService;
  /** The JSON Pointer to the service. */
  readonly at: string;
}

/** Makes the text of a target, and says what it cannot say. */
export type Exporter = (exported: Exported, losses: Losses, options: TargetOptions) => string;

/** What the targets are told besides the policy. */
export interface TargetOptions {
  /** By the issuer's name. */
  readonly jwksUris: ReadonlyMap<string, string>;
  readonly selector: ReadonlyMap<string, string>;
  readonly namespace: string | undefined;
}

/**
 * The service that is meant.
 *
 * @throws UsageError where the policy does not have it, or has several and none is named.
 */
export function chosenService(policy: Policy, wanted: string | undefined): Exported {
  const { services } = policy.model;
  const names = Object.keys(services);
  const name = wanted ?? (names.length === 1 ? names[0] : undefined);
  if (name === undefined) throw new UsageError(`Write --service: the policy has ${listed(names)}.`);
  const service = Object.hasOwn(services, name) ? services[name] : undefined;
  if (service === undefined) {
    throw new UsageError(`The policy has no service ${name}: it has ${listed(names)}.`);
  }
  return { policy, name, service, at: pointerTo('services', name) };
}

/** What a target file begins with, as a comment. */
export function headerOf({ policy, name }: Exported): string {
  const { name: of, revision } = policy.document.metadata;
  return [
    ` Made by jwt-policy export from the policy ${printable(of)}${revision === undefined ? '' : `, revision ${printable(revision)}`}.`,
    ` Service: ${name}`,
    ` Policy digest: ${policy.digest}`,
    ' Do not edit: change the policy, and export it again.',
  ].join('\n');
}

/** A comment is one line, whatever the policy says. */
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- what would end the comment
  return text.replaceAll(/[\u0000-\u001F\u007F-\u009F\u2028\u2029]/gu, ' ');
}

/** The pointer to one operation. */
export function operationAt({ at }: Pick<Exported, 'at'>, operation: string): string {
  return `${at}${pointerTo('operations', operation)}`;
}
