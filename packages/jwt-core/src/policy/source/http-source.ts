/** A policy document at a URL: of a configuration server, an object store, a control plane. */

import { networksOf } from '../../io/address.js';
import { describeStatus } from '../../io/answer-words.js';
import { faultOfAuthorities } from '../../io/authorities.js';
import type { GetAnswer } from '../../io/bounded-get.js';
import { checkFetchUrl } from '../../io/fetch-url.js';
import { loadGet } from '../../io/load-get.js';
import {
  HTTPS_ALONE,
  INSECURE_OPTIONS,
  warnOfInsecureHttp,
  type InsecureHttp,
} from '../../io/insecure-http.js';
import { readProxy, type ProxyFor } from '../../io/proxy.js';
import { readHeaders, type RequestHeaders } from '../../io/request-headers.js';
import {
  aList,
  aNumber,
  anything,
  aText,
  readOptions,
  type OptionKinds,
} from '../../options/read-options.js';
import { sha256 } from '../digest.js';
import { atCallOf } from '../policy-error.js';
import { ConfigurationError } from '../../options/configuration-error.js';
import { MAX_DOCUMENT_BYTES } from '../policy-file.js';
import { checkTime, decodeDocument, type PolicyContent, type PolicySource } from './source.js';

/** How a document is fetched. */
export interface HttpsPolicySourceOptions {
  /**
   * Added to each request, such as `authorization`. A function is called before each one, so that tokens may change.
   */
  readonly headers?: RequestHeaders | (() => RequestHeaders | Promise<RequestHeaders>);
  /** The longest time between two reads, in milliseconds; one minute by default. */
  readonly everyMs?: number;
  /** For one whole exchange, and before it for `headers`, in milliseconds; 5 seconds by default. */
  readonly timeoutMs?: number;
  /** For the document; 4 MiB by default, which is also the maximum. */
  readonly maxBytes?: number;
  /** The private networks, as CIDRs, that the server may be in. By default its address must be public. */
  readonly allowedNetworks?: readonly string[];
  /** Certificates to trust in place of the machine's, in PEM. */
  readonly ca?: string;
  /**
   * The proxy, as a URL such as `http://proxy:8080`; or `environment`: what `HTTPS_PROXY` names when this function is called,
   * unless `NO_PROXY` names the server. The server's name is then resolved by the proxy, and its address is not checked.
   */
  readonly proxy?: 'environment' | (string & {});
  /** For development only: plain http for the policy. */
  readonly insecure?: InsecureHttp;
}

const HTTPS_OPTIONS: OptionKinds<HttpsPolicySourceOptions> = {
  headers: anything,
  everyMs: aNumber,
  timeoutMs: aNumber,
  maxBytes: aNumber,
  allowedNetworks: aList,
  ca: aText,
  proxy: aText,
  insecure: INSECURE_OPTIONS,
};

/**
 * A policy over https. Redirects are not followed. A server that sends an `ETag` is asked with `If-None-Match`; of
 * another the whole document is fetched each time, and compared. The document has no folder: files that it refers to
 * must have absolute paths.
 *
 * @throws {@link ConfigurationError} for a URL that is not https or carries credentials, a network, a proxy or a
 * certificate that is not one, and a time or a size out of range.
 */
export function httpsPolicySource(url: string | URL, options: HttpsPolicySourceOptions = {}): PolicySource {
  try {
    return openUrl(url, readOptions('httpsPolicySource', options, HTTPS_OPTIONS));
  } catch (error) {
    throw atCallOf(httpsPolicySource, error);
  }
}

function openUrl(url: string | URL, options: HttpsPolicySourceOptions): PolicySource {
  const problem = checkFetchUrl(String(url), options.insecure ?? HTTPS_ALONE);
  if (problem !== undefined)
    throw new ConfigurationError(`The policy cannot be fetched: ${problem}.${hintFor(url)}`);
  const { maxBytes = MAX_DOCUMENT_BYTES, allowedNetworks = [] } = options;
  if (!(maxBytes > 0 && maxBytes <= MAX_DOCUMENT_BYTES)) {
    throw new ConfigurationError(
      `maxBytes: expected 1 to ${String(MAX_DOCUMENT_BYTES)}, found ${String(maxBytes)}.`,
    );
  }
  checkTime('timeoutMs', options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  try {
    networksOf(allowedNetworks);
  } catch (error) {
    throw new ConfigurationError(
      `allowedNetworks: ${error instanceof Error ? error.message : 'expected CIDRs'}.`,
    );
  }
  const { ca, insecure } = options;
  const fault = ca === undefined ? undefined : faultOfAuthorities(ca);
  if (fault !== undefined) throw new ConfigurationError(`httpsPolicySource: ca ${fault}.`);
  const source = new HttpsPolicySource(new URL(url), options);
  warnOfInsecureHttp('httpsPolicySource', insecure);
  return source;
}

/** A path may be passed without a source. */
function hintFor(url: string | URL): string {
  return URL.canParse(String(url)) ? '' : ' The path of a file is given as policy: path.';
}

const DEFAULT_TIMEOUT_MS = 5_000;

class HttpsPolicySource implements PolicySource {
  readonly location: string;
  readonly everyMs: number;
  readonly #url: URL;
  readonly #options: HttpsPolicySourceOptions;
  readonly #proxyFor: ProxyFor | undefined;

  constructor(url: URL, options: HttpsPolicySourceOptions) {
    this.location = url.origin + url.pathname; // a query may carry a signature that opens the document
    this.everyMs = checkTime('everyMs', options.everyMs ?? 60_000);
    this.#url = url;
    this.#options = options;
    const { proxy, ca } = options;
    this.#proxyFor = proxy === undefined ? undefined : readProxy('httpsPolicySource', proxy, ca);
  }

  async read(tag: string | undefined): Promise<PolicyContent | undefined> {
    const etag = tag === undefined ? undefined : etagIn(tag);
    const answer = await this.#get(etag === undefined ? {} : { 'if-none-match': etag });
    if (answer.status === 304 && etag !== undefined) return undefined;
    if (answer.status !== 200) throw new Error(describeStatus(answer, this.#url.href));
    const fetched = tagOf(answer);
    return fetched === tag ? undefined : { text: decodeDocument(answer.body), tag: fetched };
  }

  async #get(condition: RequestHeaders): Promise<GetAnswer> {
    const {
      timeoutMs = DEFAULT_TIMEOUT_MS,
      maxBytes = MAX_DOCUMENT_BYTES,
      insecure = HTTPS_ALONE,
    } = this.#options;
    const { allowedNetworks = [], ca, headers = {} } = this.#options;
    const { boundedGet } = await loadGet();
    // Our own condition takes the place of one of the application.
    const own = Object.entries(await readHeaders(headers, timeoutMs)).filter(
      ([name]) => name !== 'if-none-match',
    );
    return boundedGet(this.#url, {
      headers: { ...Object.fromEntries(own), ...condition },
      accept: 'application/yaml, application/json;q=0.9, */*;q=0.1',
      timeoutMs,
      maxBytes,
      allowedNetworks,
      insecure,
      proxyFor: this.#proxyFor,
      ...(ca === undefined ? {} : { ca }),
    });
  }
}

/**
 * The content's hash and the server's `ETag`. The hash, because a server may answer 200 with one `ETag` for two
 * documents; the `ETag`, because only the server can answer 304.
 */
function tagOf({ headers, body }: GetAnswer): string {
  const { etag = '' } = headers;
  return ETAG.test(etag) ? `${sha256(body)} ${etag}` : sha256(body);
}

/** RFC 9110 §8.8.3, strong or weak, in ASCII. What is sent back to the server must be nothing else. */
const ETAG = /^(?:W\/)?"[!#-~]{0,256}"$/u;

function etagIn(tag: string): string | undefined {
  const space = tag.indexOf(' ');
  return space < 0 ? undefined : tag.slice(space + 1);
}
