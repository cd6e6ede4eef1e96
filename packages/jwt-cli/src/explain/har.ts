/** A request from an HTTP Archive (HAR 1.2, http://www.softwareishard.com/blog/har-12-spec/): one entry, or one of a file. */

import type { RequestDescription } from '@org/jwt-testing';
import * as v from 'valibot';
import { UsageError } from '../terminal/exit-code.js';

const REQUEST = v.object({
  method: v.string(),
  url: v.pipe(v.string(), v.url()),
  headers: v.array(v.object({ name: v.string(), value: v.string() })),
});
const ENTRY = v.object({ request: REQUEST });
const FILE = v.object({ log: v.object({ entries: v.pipe(v.array(ENTRY), v.minLength(1)) }) });

/**
 * `number` counts from 1, and chooses of several.
 *
 * @throws UsageError for what is no HAR. Its values are not repeated: one of them is a token.
 */
export function readHar(text: string, number: number | undefined): RequestDescription {
  const value = parsed(text);
  const file = v.safeParse(FILE, value);
  if (file.success) return describe(chosen(file.output.log.entries, number).request);
  for (const schema of [ENTRY, REQUEST]) {
    const single = v.safeParse(schema, value);
    if (single.success) return describe('request' in single.output ? single.output.request : single.output);
  }
  throw new UsageError(
    'Expected HAR: an entry with request.method, request.url and request.headers, or a file with log.entries.',
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError('The request begins like JSON, and is none: it cannot be parsed.');
  }
}

/** One of several, which are counted from 1. */
export function chosen<Entry>(entries: readonly Entry[], number: number | undefined): Entry {
  const entry = entries[(number ?? 1) - 1];
  if (entry === undefined || (number === undefined && entries.length > 1)) {
    throw new UsageError(
      `There are ${String(entries.length)} entries: write --entry with a number from 1 to ${String(entries.length)}.`,
    );
  }
  return entry;
}

/** HTTP/2 writes method, path and host as headers with a colon: the host alone is one of HTTP/1.1. */
function describe({ method, url, headers }: v.InferOutput<typeof REQUEST>): RequestDescription {
  const { pathname, search, host } = new URL(url);
  const lines = headers.flatMap(({ name, value }) => (name.startsWith(':') ? [] : [[name, value] as const]));
  const hasHost = lines.some(([name]) => name.toLowerCase() === 'host');
  return {
    method,
    target: `${pathname}${search}`,
    headers: [...(hasHost ? [] : [['Host', host] as const]), ...lines],
  };
}
