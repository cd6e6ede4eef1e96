/** `typ` compares without case, and `application/` may be left out (RFC 7515 §4.1.9). */
export function canonicalType(type: string): string {
  return type.toLowerCase().replace(/^application\//u, '');
}
