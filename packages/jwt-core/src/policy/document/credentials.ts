/** Where a request carries its token, as the document writes it. */

/** A place besides `Authorization: Bearer …`: exactly one of `cookie` and `header`. */
export interface CredentialPlaceDocument {
  /** The name of a cookie, with its case. Browsers let no other host set one whose name starts with `__Host-`. */
  readonly cookie?: string;
  /**
   * What is asked of a request that a browser may have sent for another site. A cookie needs it; a header wants it where the
   * proxy goes by a cookie of its own, and browsers alone come through it.
   */
  readonly csrf?: {
    /**
     * The origins of the pages that may call, such as `https://app.acme.example`. What is not GET, HEAD or OPTIONS, and a
     * WebSocket, needs one of them in `Origin`, or without an `Origin` the header `Sec-Fetch-Site: same-origin`.
     */
    readonly origins: readonly string[];
  };
  /**
   * The name of a header, in any case, that a proxy writes. It must remove what clients write under this name. Or
   * `Authorization`, for clients that write another scheme than `Bearer`.
   */
  readonly header?: string;
  /** The header holds this scheme and the token, such as `Bearer`. Without it, the token alone. */
  readonly scheme?: string;
}

/** A place from which a service takes tokens. `header` is `Authorization: Bearer …`. */
export type CredentialDocument = 'header' | CredentialPlaceDocument;

/** A parameter of the query, besides the places of the service. For what cannot send headers; with GET alone. */
export interface QueryCredential {
  /** The name of the parameter. */
  readonly query: string;
}
