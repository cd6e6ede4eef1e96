/** Real documents of about 64 KB: what a large fleet writes, with as many services as fit. */

import { EXAMPLE, SMALL, SMALL_DOCUMENT } from './policy-documents.js';

const ABOUT_64_KB = 62_000;

const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
const json = (space?: number | string) => (count: number) =>
  JSON.stringify({ ...SMALL_DOCUMENT, services: numbered(count) }, null, space);

/** In YAML, in blocks and with comments, and in JSON, with and without white space. */
export const LARGE_SOURCES: readonly string[] = [
  grown((count) => repeated(EXAMPLE, count)),
  grown((count) => repeated(SMALL, count)),
  grown((count) => crlf(repeated(EXAMPLE, count))),
  grown(json()),
  grown(json(2)),
  grown(json('\t')),
];

/** The text with each of its services, which are at its end, as often as asked. */
function repeated(text: string, count: number): string {
  const services = text.indexOf('\nservices:\n') + '\nservices:\n'.length;
  const body = text.slice(services);
  const copies = Array.from({ length: count }, (_, copy) =>
    body.replace(/^ {2}\w+/gmu, (name) => `${name}${String(copy)}`),
  );
  return text.slice(0, services) + copies.join('');
}

function numbered(count: number): Readonly<Record<string, unknown>> {
  const { orders } = SMALL_DOCUMENT.services;
  return Object.fromEntries(Array.from({ length: count }, (_, copy) => [`orders${String(copy)}`, orders]));
}

function grown(write: (count: number) => string): string {
  const [few, more] = [write(1), write(2)];
  return write(1 + Math.floor((ABOUT_64_KB - few.length) / (more.length - few.length)));
}
