import { createHash } from 'node:crypto';
import { canonicalJson } from '../json/canonical-json.js';

/** SHA-256 in hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** What a document and the key files it refers to mean, as `sha256:` and 64 hexadecimal digits. */
export function digestOf(document: unknown, fileHashes: Readonly<Record<string, string>>): string {
  return `sha256:${sha256(canonicalJson({ document, files: fileHashes }))}`;
}
