/** The compact serialisation (RFC 7515 §3.1) of anything, well formed or not. */

/** A segment before it is encoded: an object becomes JSON, text becomes UTF-8, bytes stay as they are. */
export type SegmentContent = Readonly<Record<string, unknown>> | string | Uint8Array;

/** One base64url segment, without padding. */
export function encodeSegment(content: SegmentContent): string {
  if (content instanceof Uint8Array) return Buffer.from(content).toString('base64url');
  return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)).toString('base64url');
}

/** Header and payload, signed by `signature` over exactly these segments. */
export function serialise(
  header: SegmentContent,
  payload: SegmentContent,
  signature: (signingInput: Uint8Array) => Uint8Array,
): string {
  const signingInput = `${encodeSegment(header)}.${encodeSegment(payload)}`;
  return `${signingInput}.${encodeSegment(signature(Buffer.from(signingInput)))}`;
}

/** The three segments of a compact token. */
export function splitToken(token: string): readonly [header: string, payload: string, signature: string] {
  const [header, payload, signature] = token.split('.');
  if (header === undefined || payload === undefined || signature === undefined) {
    throw new TypeError('Expected a compact JWS with three segments.');
  }
  return [header, payload, signature];
}
