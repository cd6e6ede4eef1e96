/** Where a request carries its token, as the document writes it. */

/** A cookie, and what is asked of a request that a browser sends it with. */
export interface CookieCredential {
  /** The name of the cookie, with its case. A name that starts with `__Host-` cannot be set by another host. */
  readonly cookie: string;
  readonly csrf: {
    /**
     * The origins of the pages that may call, such as `https://app.acme.example`. What is not GET, HEAD or OPTIONS, and a
     * WebSocket, needs one of them in `Origin`, or without an `Origin` the header `Sec-Fetch-Site: same-origin`.
     */
    readonly origins: readonly string[];
  };
}

/** A header that a proxy writes. The proxy must remove what the client wrote under the same name. */
export interface HeaderCredential {
  /** The name of the header, in any case. */
  readonly header: string;
  /** `Bearer`: the value is the scheme and the token. Left out, it is the token alone. */
  readonly scheme?: 'Bearer';
}

/** A place from which a service takes tokens. `header`: `Authorization: Bearer …`. */
export type CredentialDocument = 'header' | CookieCredential | HeaderCredential;

/** A parameter of the query, besides the places of the service. For what cannot send headers; with GET alone. */
export interface QueryCredential {
  readonly query: string;
}
