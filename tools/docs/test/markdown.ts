/** Reads what the tests of the documentation need to know of the Markdown files. */

import { readdirSync, readFileSync } from 'node:fs';
import { WORKSPACE } from '../src/workspace.js';

/** A fenced block. */
export interface Fence {
  /** Where it is: `docs/faq.md:12`. */
  readonly place: string;
  /** The line of its first line of content, from 1. */
  readonly line: number;
  /** The language and what follows it: `ts`, `yaml invalid`. */
  readonly info: string;
  readonly content: string;
}

/** One page. */
export interface Page {
  /** From the root of the workspace. */
  readonly path: string;
  /** Its lines; those inside fences are empty. */
  readonly prose: readonly string[];
  readonly fences: readonly Fence[];
}

/** Every page that readers see: those in the root, of the packages, and all under `docs`. */
export const PAGES: readonly Page[] = [
  ...readdirSync(`${WORKSPACE}/packages`).map((name) => `packages/${name}/README.md`),
  ...readdirSync(WORKSPACE).filter((name) => name.endsWith('.md')),
  ...readdirSync(`${WORKSPACE}/docs`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`),
].map(readPage);

/** Every fence whose language is one of these. */
export function fencesIn(...languages: readonly string[]): readonly Fence[] {
  return PAGES.flatMap((page) => page.fences).filter(({ info }) =>
    languages.includes(info.split(' ')[0] ?? ''),
  );
}

/** One page of the workspace. */
export function readPage(path: string): Page {
  const prose: string[] = [];
  const fences: Fence[] = [];
  let open: { readonly marker: string; readonly info: string; readonly start: number } | undefined;
  const lines = readFileSync(`${WORKSPACE}/${path}`, 'utf8').split('\n');
  lines.forEach((text, index) => {
    const [, marker, info = ''] = /^ *(`{3,})(.*)$/u.exec(text) ?? [];
    if (open === undefined && marker !== undefined) {
      open = { marker, info: info.trim(), start: index + 1 };
    } else if (open !== undefined && marker === open.marker && info === '') {
      const content = lines.slice(open.start, index).join('\n');
      fences.push({ place: `${path}:${open.start + 1}`, line: open.start + 1, info: open.info, content });
      open = undefined;
    } else if (open === undefined) {
      prose.push(text);
      return;
    }
    prose.push('');
  });
  if (open !== undefined) throw new Error(`${path}:${open.start}: this fence does not end.`);
  return { path, prose, fences };
}

/** What a link to this page can name after `#`: the headings, as GitHub spells them. */
export function anchorsOf({ prose }: Page): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const line of prose) {
    const [, heading] = /^#{1,6} (.+)$/u.exec(line) ?? [];
    if (heading !== undefined) anchors.add(unique(slugOf(heading), anchors));
  }
  return anchors;
}

function slugOf(heading: string): string {
  return heading
    .replace(/\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
    .replaceAll(' ', '-');
}

function unique(slug: string, taken: ReadonlySet<string>): string {
  let candidate = slug;
  for (let count = 1; taken.has(candidate); count += 1) candidate = `${slug}-${count}`;
  return candidate;
}
