import { ConfigurationError } from '../options/configuration-error.js';
import { challengeFor, fittingScopes } from './challenge.js';
import type { Denial } from './denial.js';
import { REASONS, type OAuthError, type ReasonCode } from './reasons.js';

/** One header of a response. A name may occur more than once. */
export type HeaderPair = readonly [name: string, value: string];

/** What to answer, whole. An adapter writes it and adds nothing. */
export interface DenialResponse {
  readonly status: number;
  readonly headers: readonly HeaderPair[];
  /** `application/problem+json` (RFC 9457). */
  readonly body: string;
}

/** How much the caller may read: with `code`, the precise reason. For development. */
export type Disclosure = 'status' | 'code';

const DEFAULT_RETRY_AFTER = 5;

/**
 * The public name of a refusal: its own, its OAuth error, else what its status says. The link in the body ends in it; the
 * precise code would show an attacker which check to work on.
 */
export function problemName(code: ReasonCode): string {
  const { status, error, problem } = REASONS[code];
  const name = problem ?? error;
  if (name !== undefined) return name;
  if (status === 401) return 'unauthenticated';
  return status === 403 ? 'forbidden' : 'unavailable';
}

/** The response to a refusal. */
export function respond(denial: Denial, service: string, bodies: ProblemBodies): DenialResponse {
  const { status } = REASONS[denial.code];
  const headers: HeaderPair[] = [
    ['Content-Type', 'application/problem+json'],
    ['Cache-Control', 'no-store'],
  ];
  const challenge = challengeFor(denial, service);
  if (challenge !== undefined) headers.push(['WWW-Authenticate', challenge]);
  if (status === 503) headers.push(['Retry-After', String(denial.retryAfter ?? DEFAULT_RETRY_AFTER)]);
  return { status, headers, body: bodies.of(denial.code) };
}

/** Where a problem's name is explained to the caller: a page of the published package. */
const DEFAULT_BASE_URL = 'https://unpkg.com/@org/jwt-core/docs/problems.md#';

/** A denial as plain data (RFC 9457), with what the headers of the response say. It tells the caller no more than they do. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** The OAuth error of the challenge. */
  readonly error?: OAuthError;
  /** The scopes to ask for, space-delimited, with `insufficient_scope`. */
  readonly scope?: string;
  /** Seconds after which another try makes sense, with a 503. */
  readonly retryAfter?: number;
  /** The precise reason, where the verifier discloses it. */
  readonly code?: ReasonCode;
}

/** A body says nothing of the request: there is one text for each code. */
export class ProblemBodies {
  readonly #disclosure: Disclosure;
  readonly #baseUrl: string;
  readonly #texts = new Map<ReasonCode, string>();
  readonly #problems = new Map<ReasonCode, Problem>();

  /**
   * @param baseUrl - What the `type` of a problem begins with; its public name follows.
   * @throws {@link ConfigurationError} for what is not the beginning of such a URL.
   */
  constructor(disclosure: Disclosure = 'status', baseUrl: string = DEFAULT_BASE_URL) {
    if (!isBaseUrl(baseUrl)) throw new ConfigurationError(NOT_A_BASE);
    this.#disclosure = disclosure;
    this.#baseUrl = baseUrl;
  }

  /** The body of the response, as JSON. */
  of(code: ReasonCode): string {
    const text = this.#texts.get(code) ?? JSON.stringify(this.#bodyOf(code));
    this.#texts.set(code, text);
    return text;
  }

  /** The same as plain data, with what the headers say. One value for each code where nothing is added to it. */
  problemOf({ code, scopes, retryAfter }: Denial): Problem {
    const known = this.#problems.get(code) ?? this.#write(code);
    const scope = fittingScopes(scopes);
    if (scope !== '') return { ...known, scope };
    return retryAfter === undefined || REASONS[code].status !== 503 ? known : { ...known, retryAfter };
  }

  #write(code: ReasonCode): Problem {
    const { status, error } = REASONS[code];
    const problem: Problem = Object.freeze({
      ...this.#bodyOf(code),
      ...(error !== undefined && { error }),
      ...(status === 503 && { retryAfter: DEFAULT_RETRY_AFTER }),
    });
    this.#problems.set(code, problem);
    return problem;
  }

  #bodyOf(code: ReasonCode): Pick<Problem, 'type' | 'title' | 'status' | 'code'> {
    const { status, title } = REASONS[code];
    const problem = { type: this.#baseUrl + problemName(code), title, status };
    return this.#disclosure === 'code' ? { ...problem, code } : problem;
  }
}

const MAX_BASE_URL_LENGTH = 200;
const NOT_A_BASE =
  'problemBaseUrl: expected an http(s) URL without credentials, of at most ' +
  `${String(MAX_BASE_URL_LENGTH)} characters, that ends in "/", "#" or "=", such as https://errors.acme.example/jwt/.`;

/** The name of a problem follows it: without such an end, it would become a part of another word. */
function isBaseUrl(text: string): boolean {
  if (text.length > MAX_BASE_URL_LENGTH || !/^[!#-;=?-[\]-~]*[/#=]$/u.test(text)) return false;
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/u.test(protocol) && username === '' && password === '';
}
