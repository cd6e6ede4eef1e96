/** Who can sign: the keys and the algorithms of each issuer. No token of a stand-in shows them. */

import { createHash } from 'node:crypto';
import type {
  KeySource,
  ResolvedIssuer,
  ResolvedKeySource,
  ResolvedPolicy,
  SecretReference,
} from '@org/jwt-core/policy';
import { isList, pointerTo } from '../lint/pointer.js';
import { listed } from '../terminal/words.js';
import type { Both, Effect } from './difference.js';
import { fetching } from './fetching.js';
import type { Stated } from './structure.js';
import { canonical } from './worlds.js';

/** One, of the issuer with this name. */
export type IssuerChange = Stated & { readonly issuer: string };

/** Issuers are the same where their tokens are: by `iss` or trust domain. */
export function compareKeys({ old, new: young }: Both<ResolvedPolicy>): readonly IssuerChange[] {
  const before = new Map(Object.values(old.issuers).map((issuer) => [idOf(issuer), issuer]));
  const after = new Map(Object.values(young.issuers).map((issuer) => [idOf(issuer), issuer]));
  return [
    ...[...after].flatMap(([id, issuer]) => {
      const known = before.get(id);
      return known === undefined ? [added(issuer)] : changes(known, issuer);
    }),
    ...[...before].flatMap(([id, issuer]) => (after.has(id) ? [] : [removed(issuer)])),
  ];
}

function idOf({ iss, trustDomain }: ResolvedIssuer): string {
  return iss ?? `spiffe://${trustDomain ?? ''}`;
}

function added(issuer: ResolvedIssuer): IssuerChange {
  const message = `The issuer ${issuer.name} (${idOf(issuer)}) is new.`;
  return {
    effect: 'changed',
    aspect: 'issuer',
    issuer: issuer.name,
    message,
    document: 'new',
    at: placeOf(issuer),
  };
}

function removed(issuer: ResolvedIssuer): IssuerChange {
  const message = `The issuer ${issuer.name} (${idOf(issuer)}) is gone.`;
  return {
    effect: 'changed',
    aspect: 'issuer',
    issuer: issuer.name,
    message,
    document: 'old',
    at: placeOf(issuer),
  };
}

function placeOf({ name }: ResolvedIssuer): string {
  return pointerTo('issuers', name);
}

function changes(old: ResolvedIssuer, young: ResolvedIssuer): readonly IssuerChange[] {
  const at = placeOf(young);
  const change = (effect: Effect, aspect: string, message: string): IssuerChange => ({
    ...{ effect, aspect, message, issuer: young.name },
    ...{ document: 'new', at },
  });
  const found: IssuerChange[] = [];
  if (old.name !== young.name)
    found.push(change('changed', 'issuer', `The issuer ${old.name} is named ${young.name}.`));
  const [before, after] = [partsOf(old), partsOf(young)];
  const gone = [...before].filter(([key]) => !after.has(key)).map(([, text]) => text);
  const come = [...after].filter(([key]) => !before.has(key)).map(([, text]) => text);
  if (come.length > 0) {
    found.push(
      change(
        'widened',
        'keys',
        `${young.name} can sign with ${listed(come)}${gone.length > 0 ? ` (before: ${listed(gone)})` : ''}.`,
      ),
    );
  }
  if (gone.length > 0 && come.length === 0) {
    found.push(change('narrowed', 'keys', `${young.name} cannot sign with ${listed(gone)} any more.`));
  }
  found.push(...longLife(old, young).map(([effect, message]) => change(effect, 'time', message)));
  found.push(...fetching(old, young).map(([effect, message]) => change(effect, 'keys', message)));
  return found;
}

/** A day that is not yet there decides nothing today. */
function longLife(old: ResolvedIssuer, young: ResolvedIssuer): readonly (readonly [Effect, string])[] {
  const [until, before] = [young.shortLife?.until, old.shortLife?.until];
  if (until === undefined || before === undefined || until === before) return [];
  const message = `Tokens of ${young.name} may have a long life until ${dayOf(until)}; it was ${dayOf(before)}.`;
  return [[until > before ? 'widened' : 'narrowed', message]];
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** Each place, key and algorithm from which a signature can come: one that is new lets others sign. */
function partsOf({ keys, algorithms, ...issuer }: ResolvedIssuer): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const key of keys)
    for (const text of originsOf(key, idOf({ keys, algorithms, ...issuer }))) {
      for (const algorithm of key.algorithms) parts.set(`${text} ${algorithm}`, `${algorithm} keys ${text}`);
    }
  return parts;
}

function originsOf({ source, fileContent }: ResolvedKeySource, iss: string): readonly string[] {
  const { discovery, jwksUri, jwks, file, secret } = source;
  if (discovery !== undefined) {
    const other = source.jwksOrigin === undefined ? '' : ` with the key set at ${source.jwksOrigin}`;
    return [`that ${discovery} discovery of ${iss} names${other}`];
  }
  if (jwksUri !== undefined) return [`from ${jwksUri}`];
  if (jwks !== undefined)
    return jwks.keys.map((key) => `of the document (${text(key['kid'])}, ${short(canonical(key))})`);
  if (file !== undefined) return [`of the file ${file} (${short(fileContent ?? '')})`];
  return secretsOf(secret).map(
    (each) => `of the secret in ${each.env ?? each.file ?? ''} (${each.encoding ?? 'utf8'})`,
  );
}

function secretsOf(secret: KeySource['secret']): readonly SecretReference[] {
  if (secret === undefined) return [];
  return isList<SecretReference>(secret) ? secret : [secret];
}

function text(kid: unknown): string {
  return typeof kid === 'string' ? kid : 'no kid';
}

/** Public keys alone: enough of a hash to tell two of them apart. */
function short(text: string): string {
  return `SHA-256 ${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
}
