/** Recognises credentials by their form: tokens within tokens, keys and secrets that a claim happens to hold. */

/** What replaces a token. */
const TOKEN = '(a token)';

/** Segments of base64url, and before them the escape of a JSON text, whose letter is not part of them. */
const SEGMENTS = /(\\(?:u[\da-f]{4}|.))?([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)*)/gu;

/** PASETO: version and purpose are in front of the payload. */
const PASETO = /^v\d+\.(?:local|public)\../u;

/** Base64, base64url or hexadecimal, long enough for a key. */
const RUN = /[A-Za-z0-9+/_-]{20,}=*/gu;

/**
 * A text without what looks like a credential. JWS and JWE begin with a JSON object in base64url, whatever white space it
 * has. Other credentials are long and look random; UUIDs, URLs and names with dashes do not, and stay.
 */
export function hideCredentials(text: string): string {
  return text
    .replace(SEGMENTS, (whole: string, escape: string | undefined, segments: string) =>
      isToken(segments) ? `${escape ?? ''}${TOKEN}` : whole,
    )
    .replace(RUN, (run) => (looksRandom(run) ? `(hidden, ${String(run.length)} characters)` : run));
}

function isToken(segments: string): boolean {
  if (PASETO.test(segments)) return true;
  const [header = ''] = segments.split('.', 1);
  const text = Buffer.from(header, 'base64url').toString().trimStart();
  return text.startsWith('{') && isJson(text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Twenty letters and digits without a break, or 32 characters of base64 with letters of both cases and digits. */
function looksRandom(run: string): boolean {
  if (!/\d/u.test(run)) return false;
  if (/[A-Za-z0-9]{20}/u.test(run) && /[A-Za-z]/u.test(run)) return true;
  return run.length >= 32 && /[a-z]/u.test(run) && /[A-Z]/u.test(run);
}
