/**
 * The part of a document that can be checked although something else in it has the wrong shape: so that an unknown
 * issuer and a mistyped key are reported at once.
 */

import { stepsOf } from '../../json/json-pointer.js';
import type { PolicyDocument, ServiceDocument } from '../document/document.js';
import type { PolicyProblem } from '../problem.js';
import { checkShape } from '../document/shape.js';

/** A part of the document, or nothing where the mistake may concern everything. */
export function soundPart(value: unknown, problems: readonly PolicyProblem[]): PolicyDocument | undefined {
  const places = problems.map(({ pointer }) => stepsOf(pointer));
  if (typeof value !== 'object' || value === null || !places.every(isLocal)) return undefined;
  const part: object = structuredClone(value);
  for (const place of places) replace(part, place);
  const document = checkShape(part);
  return 'issuers' in document ? withoutDependents(document, places) : undefined;
}

/** Limits under `defaults` concern everything. */
function isLocal([section = '', name]: readonly string[]): boolean {
  return name !== undefined && ['metadata', 'issuers', 'identities', 'services'].includes(section);
}

/** Puts something without fault in the place of the operation, else of the whole entry. */
function replace(part: object, [section = '', name = '', list, operation]: readonly string[]): void {
  const [issuer = ''] = Object.keys(member(part, 'issuers'));
  if (section === 'metadata') Reflect.set(part, section, { name });
  else if (section === 'issuers') Reflect.set(member(part, section), name, FAULTLESS.issuer);
  else if (section === 'identities') {
    Reflect.set(member(part, section), name, { ...FAULTLESS.identity, issuer });
  } else if (list === 'operations' && operation !== undefined) {
    Reflect.set(member(member(member(part, section), name), list), operation, FAULTLESS.operation);
  } else {
    const operations = { any: FAULTLESS.operation };
    Reflect.set(member(part, section), name, { audience: name, accept: [issuer], operations });
  }
}

const FAULTLESS = {
  issuer: { iss: 'https://id.example', keys: { discovery: 'oidc' }, algs: ['ES256'], typ: 'JWT' },
  identity: { require: { sub: { present: true } }, owner: 'none', reviewBy: '2000-01-01' },
  operation: { auth: 'public' },
} as const;

function member(value: object, name: string): object {
  const found: unknown = Reflect.get(value, name);
  return typeof found === 'object' && found !== null ? found : {};
}

/** What refers to a replaced part is not checked either: that part exists, and its meaning is unknown. */
function withoutDependents(document: PolicyDocument, places: readonly (readonly string[])[]): PolicyDocument {
  const replaced = (section: string): ReadonlySet<string> =>
    new Set(places.flatMap(([each, name]) => (each === section && name !== undefined ? [name] : [])));
  const issuers = replaced('issuers');
  const identities = new Set(replaced('identities'));
  for (const [name, { issuer }] of Object.entries(document.identities ?? {})) {
    if (issuers.has(issuer)) identities.add(name);
  }
  const isSound = ({ accept, operations = {} }: ServiceDocument): boolean =>
    accept.every((each) => !issuers.has(typeof each === 'string' ? each : each.issuer)) &&
    Object.values(operations)
      .flatMap(({ allow = [] }) => allow)
      .every(({ identity }) => identity === undefined || !identities.has(identity));
  return {
    ...document,
    identities: select(document.identities ?? {}, (_identity, name) => !identities.has(name)),
    services: select(document.services, isSound),
  };
}

function select<Entry>(
  entries: Readonly<Record<string, Entry>>,
  isWanted: (entry: Entry, name: string) => boolean,
): Readonly<Record<string, Entry>> {
  return Object.fromEntries(Object.entries(entries).filter(([name, entry]) => isWanted(entry, name)));
}
