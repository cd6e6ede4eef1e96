import { createHash } from 'node:crypto';

/** RFC 8785: one spelling for one value. Numbers and strings are already written as ECMAScript writes them. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

/** SHA-256 in hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** What a document and the key files it refers to mean, as `sha256:` and 64 hexadecimal digits. */
export function digestOf(document: unknown, fileHashes: Readonly<Record<string, string>>): string {
  return `sha256:${sha256(canonicalJson({ document, files: fileHashes }))}`;
}
