/** What a sender has shown to possess, besides the token: what `cnf` is compared with (RFC 7800). */

/** A DPoP proof whose signature is good (RFC 9449 §4.2). */
export interface DpopProof {
  readonly kind: 'dpop';
  /** The thumbprint of the proof's key (RFC 7638). */
  readonly jkt: string;
  readonly jti: string;
  readonly htm: string;
  readonly htu: string;
  /** Seconds since 1970. */
  readonly iat: number;
  readonly ath: string | undefined;
  readonly nonce: string | undefined;
}

/** The client certificate of a mutual TLS connection (RFC 8705 §3). */
export interface CertificateProof {
  readonly kind: 'mtls';
  /** The SHA-256 thumbprint of the certificate, in base64url. */
  readonly x5tS256: string;
}

/** One proof of possession. */
export type SenderProof = DpopProof | CertificateProof;
