/** The files that a document refers to: key sets and lists of tenants. Never secrets: those are read where keys are opened. */

import { resolve } from 'node:path';
import { parseStrictJson } from '../../json/strict-json.js';
import { readBoundedFile, whyUnreadable } from '../../io/bounded-file.js';
import { fingerprintOf, fingerprintOfFile } from '../../io/file-fingerprint.js';
import { findUnclear } from '../../io/unclear.js';
import { sha256 } from '../digest.js';
import type { PolicyDocument, Tenants } from '../document/document.js';
import { placedSources } from '../document/key-sources.js';
import { listOf } from '../document/list-of.js';
import type { DocumentPlace } from '../problem.js';

/** What the files held when the document was read. */
export class ReferencedFiles {
  /** By absolute path: however a document spells it, a file has one content. */
  readonly #contents = new Map<string, Content>();
  /** The absolute path, by the name in the document. */
  readonly #paths = new Map<string, string>();
  readonly #fingerprints = new Map<string, string>();

  /**
   * What {@link fingerprintOfFile} says, by absolute path: a source that watches the document watches these as well. Files
   * with secrets are among them.
   */
  get fingerprints(): ReadonlyMap<string, string> {
    return this.#fingerprints;
  }

  /** SHA-256 of the content, by the name in the document: part of what the document means. */
  get named(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      [...this.#paths.keys()].flatMap((file) => {
        const hash = this.#content(file)?.hash;
        return hash === undefined ? [] : [[file, hash]];
      }),
    );
  }

  /** The text of a key file. */
  text(file: string): string | undefined {
    return this.#content(file)?.text;
  }

  /** Tenants, wherever they are listed. */
  tenants(tenants: Tenants | undefined): readonly string[] | undefined {
    return tenants !== undefined && 'file' in tenants ? this.#content(tenants.file)?.tenants() : tenants;
  }

  /** @internal */
  read(file: string, path: string): void {
    this.#paths.set(file, path);
    if (this.#contents.has(path)) return; // hundreds of services may name one file
    const bytes = readBoundedFile(path, MAX_FILE_BYTES);
    this.#contents.set(path, new Content(UTF8.decode(bytes)));
    this.#fingerprints.set(path, fingerprintOf(bytes)); // of these very bytes: the file may be another by now
  }

  /** @internal */
  watch(path: string): void {
    this.#fingerprints.set(path, fingerprintOfFile(path, MAX_FILE_BYTES));
  }

  #content(file: string): Content | undefined {
    return this.#contents.get(this.#paths.get(file) ?? '');
  }
}

/** What one file holds. */
class Content {
  readonly text: string;
  readonly hash: string;
  #tenants: { readonly list: readonly string[] | undefined } | undefined;

  constructor(text: string) {
    this.text = text;
    this.hash = sha256(text);
  }

  /** Parsed when they are first read: a key file lists none. */
  tenants(): readonly string[] | undefined {
    this.#tenants ??= { list: readTenants(this.text) };
    return this.#tenants.list;
  }
}

/** Far above a hundred thousand tenants, and below what would hold up a start. Bytes. */
export const MAX_FILE_BYTES: number = 16_777_216;

/** Reads them all. What cannot be read is reported. */
export function readReferencedFiles(
  { issuers, services }: PolicyDocument,
  directory: string | undefined,
  root: DocumentPlace,
): ReferencedFiles {
  const files = new ReferencedFiles();
  for (const [name, { keys }] of Object.entries(issuers)) {
    for (const { source, steps } of placedSources(keys)) {
      const place = root.at('issuers', name, 'keys', ...steps, 'file');
      if (source.file !== undefined) readInto(files, source.file, directory, place);
      for (const { file } of listOf(source.secret ?? [])) {
        const secret = file === undefined ? undefined : resolveFrom(directory, file);
        if (secret !== undefined) files.watch(secret);
      }
    }
  }
  const checked = new Set<string>(); // hundreds of issuers may name one file
  for (const [kind, entries] of Object.entries({ issuers, services })) {
    for (const [name, { tenants }] of Object.entries<{ readonly tenants?: Tenants }>(entries)) {
      if (tenants === undefined || !('file' in tenants)) continue;
      const place = root.at(kind, name, 'tenants', 'file');
      if (!readInto(files, tenants.file, directory, place) || checked.has(tenants.file)) continue;
      checked.add(tenants.file);
      checkTenants(files.tenants(tenants), place);
    }
  }
  return files;
}

/** They are compared with claims, as the texts of the document are. The first one is enough to find a wrong export. */
function checkTenants(tenants: readonly string[] | undefined, place: DocumentPlace): void {
  if (tenants === undefined) return place.invalid(TENANT_FILE);
  for (const [index, tenant] of tenants.entries()) {
    const unclear = findUnclear(tenant, 'compared');
    if (unclear === undefined) continue;
    return place.invalid(`Entry ${String(index)} (counted from 0) of the tenants in this file ${unclear}`);
  }
}

function readInto(
  files: ReferencedFiles,
  file: string,
  directory: string | undefined,
  place: DocumentPlace,
): boolean {
  const absolute = resolveFrom(directory, file);
  if (absolute === undefined) {
    place.report('unreadable', 'A document that is not in a file has no folder: write an absolute path.');
    return false;
  }
  try {
    files.read(file, absolute);
    return true;
  } catch (error) {
    place.report('unreadable', unreadable(place, absolute, directory, whyUnreadable(error)));
    return false;
  }
}

/** In an issuer, the name may be the key itself, written in the place of its file: it is not repeated. */
function unreadable(
  { path }: DocumentPlace,
  file: string,
  directory: string | undefined,
  reason: string,
): string {
  if (path[0] !== 'issuers') return `${file} cannot be read: ${reason}.`;
  const start = directory === undefined ? '' : ` A relative path starts at ${directory}.`;
  return `The file that is named here cannot be read: ${reason}.${start}`;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** An absolute path; `undefined` for a relative one that starts nowhere. */
export function resolveFrom(directory: string | undefined, file: string): string | undefined {
  if (directory !== undefined) return resolve(directory, file);
  return resolve(file) === file ? file : undefined;
}

const TENANT_FILE =
  'Expected a file with { "tenants": [...] } in JSON, with at least one tenant, each once, as strings.';
const TENANT_LIMITS = { depth: 2, members: 1_000_000 };

function readTenants(content: string): readonly string[] | undefined {
  const value = parseStrictJson(content, TENANT_LIMITS);
  const tenants = typeof value === 'string' ? undefined : value['tenants'];
  if (!Array.isArray(tenants) || tenants.length === 0) return undefined;
  const texts = tenants.filter((tenant): tenant is string => typeof tenant === 'string' && tenant !== '');
  return texts.length === tenants.length && new Set(texts).size === texts.length ? texts : undefined;
}
