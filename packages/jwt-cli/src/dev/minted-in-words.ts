/** What a token is good for, in one line. */

import { plain } from '../explain/printable.js';
import { span } from '../explain/span.js';
import type { Minted } from './stand-in.js';

/** Such as `payments createPayment allow[0], a user of login: POST /payments, for 5m`. */
export function mintedInWords(minted: Minted, now: number): string {
  const { service, operation, rule, issuer, principal, identity, request, expires } = minted;
  const what = [service, operation, rule === undefined ? undefined : `allow[${String(rule)}]`]
    .filter((part) => part !== undefined)
    .join(' ');
  const who = identity ?? `${principal === undefined ? 'a token' : `a ${principal}`} of ${issuer}`;
  const where = request === undefined ? '' : `: ${request.method} ${plain(request.target)}`;
  const headers = (request?.headers ?? []).map(([name, value]) => `, ${name}: ${plain(value)}`).join('');
  return `${what === '' ? '' : `${what}, `}${who}${where}${headers}${life(expires, now)}`;
}

function life(expires: number | undefined, now: number): string {
  if (expires === undefined) return ', without exp';
  const left = expires * 1000 - now;
  return left > 0 ? `, for ${span(left)}` : `, expired ${span(left)} ago`;
}
