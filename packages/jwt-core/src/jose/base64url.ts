/**
 * The bytes of a text in canonical base64url without padding (RFC 7515 §2, RFC 4648 §3.5), else `undefined`. The runtime
 * decodes whatever it can; what it makes of the bytes again is the one canonical spelling.
 */
export function decodeCanonical(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}
