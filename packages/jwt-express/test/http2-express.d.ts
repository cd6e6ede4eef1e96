declare module 'http2-express' {
  import type { Express } from 'express';

  /** The same application, whose requests may be of HTTP/2 as well. */
  export default function http2Express(module: () => Express): Express;
}
