/** Certificates of authorities, in PEM. Node takes a text without any, and then trusts no server without saying why. */

import { X509Certificate } from 'node:crypto';

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[^-]*-----END \1-----/gu;

/** What is wrong with a text of certificates, as the end of a sentence; `undefined` when nothing is. */
export function faultOfAuthorities(pem: string): string | undefined {
  const blocks = [...pem.matchAll(BLOCK)];
  if (blocks.length === 0) return 'has no certificate in PEM (-----BEGIN CERTIFICATE-----)';
  for (const [index, [block, label = '']] of blocks.entries()) {
    if (label !== 'CERTIFICATE') return `has a block of another kind than CERTIFICATE: ${label}`;
    if (!isCertificate(block)) return `has a certificate that cannot be read: number ${String(index + 1)}`;
  }
  return undefined;
}

function isCertificate(block: string): boolean {
  try {
    return new X509Certificate(block).raw.length > 0;
  } catch {
    return false;
  }
}
