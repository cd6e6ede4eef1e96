/** How a request of a random world sends its token: in one of the places of its service, and how that is missed. */

import type { CredentialDocument } from '../../src/policy/document/credentials.js';
import type { OperationDocument, ServiceDocument } from '../../src/policy/document/document.js';
import type { Draw } from './draw.js';

/** Lines of the header, and the query of the target. */
interface Sent {
  readonly credential: readonly string[];
  readonly query: string;
}

/** What a request is for, and whether its credential may be wrong. */
interface Asked {
  readonly service: ServiceDocument | undefined;
  readonly operation: OperationDocument | undefined;
  readonly isOdd: boolean;
}

/** Once in a while the token is in a place that is not listed, or in two. */
export function sent(token: string, { service, operation, isOdd }: Asked, draw: Draw): Sent {
  const places = service?.credentials ?? ['header'];
  const query = operation?.credentials?.query;
  const isInQuery = query !== undefined && draw.once(2);
  const [first = 'header', ...others] = places;
  const place = draw.of(first, ...others);
  const odd = isOdd ? oddQuery(token, draw) : draw.of('', 'page=2');
  const inQuery = isInQuery ? [`${draw.of(query, query, query.replace('t', '%74'))}=${token}`] : [];
  const credential = isInQuery && !(isOdd && draw.once(3)) ? [] : inPlace(place, token, isOdd, draw);
  const more = isOdd && draw.once(6) ? inPlace(draw.of('header', ...places), token, false, draw) : [];
  const all = [...inQuery, odd].filter((each) => each !== '').join('&');
  return {
    credential: [...credential, ...more, ...originOf(isOdd, draw)],
    query: all === '' ? '' : `?${all}`,
  };
}

function inPlace(place: CredentialDocument, token: string, isOdd: boolean, draw: Draw): readonly string[] {
  if (place === 'header' || (isOdd && draw.once(8)))
    return authorization('Authorization', token, isOdd, draw);
  const { cookie, header = '', scheme } = place;
  if (scheme !== undefined) return authorization(header.toUpperCase(), token, isOdd, draw, scheme);
  if (cookie === undefined)
    return [draw.of(header, header.toLowerCase()), isOdd ? oddToken(token, draw) : token];
  return isOdd
    ? oddCookie(cookie, token, draw)
    : draw.of(
        ['Cookie', `${cookie}=${token}`],
        ['cookie', `a=1; ${cookie}=${token}; b="2, 3"`],
        ['Cookie', 'a=1', 'Cookie', `${cookie}=${token}`],
      );
}

const authorization = (
  name: string,
  token: string,
  isOdd: boolean,
  draw: Draw,
  scheme = 'Bearer',
): readonly string[] =>
  isOdd
    ? oddAuthorization(token, draw).map((each) => each.replace(/^authorization$/iu, name))
    : [name, `${draw.of(scheme, scheme.toLowerCase(), scheme.toUpperCase())} ${token}`];

const oddToken = (token: string, draw: Draw): string =>
  draw.of('', `Bearer ${token}`, `${token},${token}`, ` ${token}`, `"${token}"`, 'e'.repeat(17_000));

const oddQuery = (token: string, draw: Draw): string =>
  draw.of(
    '',
    '',
    'access_token=x',
    'a=1&access%5Ftoken=',
    'access_tokens=1',
    `t=${token}`,
    't=a+b',
    't=&t=x',
  );

/** Where a browser says that a page has sent it. */
function originOf(isOdd: boolean, draw: Draw): readonly string[] {
  const ours = ['Origin', 'https://app.example'];
  if (!isOdd) return draw.of(ours, ours, ['Sec-Fetch-Site', 'same-origin'], ours, []);
  return draw.of<readonly string[]>(
    ours,
    [],
    ['Origin', 'https://x.example'],
    ['Origin', 'null'],
    [...ours, ...ours],
    ['Origin', 'https://x.example', 'Sec-Fetch-Site', 'same-origin'],
    ['Sec-Fetch-Site', 'same-site'],
    ['Sec-Fetch-Site', 'same-origin', 'sec-fetch-site', 'same-origin'],
    ['Upgrade', 'WebSocket'],
    ['Upgrade', 'h2c', 'upgrade', 'websocket', ...ours],
    ['Upgrade', 'h2c'],
  );
}

/** RFC 6265 §4.2.1 and how it is missed. */
function oddCookie(name: string, token: string, draw: Draw): readonly string[] {
  const one = `${name}=${token}`;
  return draw.of<readonly string[]>(
    ['Cookie', `${one}; ${one}`],
    ['Cookie', `a=1;${one}`],
    ['Cookie', `a=1,${one}; b=2`],
    ['Cookie', `${one},${one}`],
    ['Cookie', one, 'cookie', one],
    ['Cookie', `${name}="${token}"`],
    ['Cookie', `"${name}"=${token}`],
    ['Cookie', `${name} =${token}`],
    ['Cookie', `\u00a0${one}; a=1`],
    ['Cookie', `a=1; \t${one}`],
    ['Cookie', `${name.toUpperCase()}=${token}`],
    ['Cookie', `x${one}; ${name}.sig=1`],
    ['Cookie', `a="; ${one}; b="`],
    ['Cookie', `a=${name}; ${name}; b`],
    ['Cookie', `=${one}; ${name}=`],
    ['Cookie', `${one} ; a=1`],
    ['Cookie', `a={"x":1,"${name}":"y"}; ${one}`],
    ['Cookie', `,;,${name}=,; ,`],
    ['Cookie', `${name}=${'e'.repeat(17_000)}`],
  );
}

/** RFC 6750 §2.1 and how it is missed. */
function oddAuthorization(token: string, draw: Draw): readonly string[] {
  const one = `Bearer ${token}`;
  return draw.of<readonly string[]>(
    [],
    [],
    ['authorization', one, 'AUTHORIZATION', one],
    ['Authorization', `${one}, ${one}`],
    ['Authorization', `${one}, Basic eA==`],
    ['Authorization', `Basic eA==, ${one}`],
    ['Authorization', 'Basic eDp5'],
    ['Authorization', `DPoP ${token}`],
    ['Authorization', token],
    ['Authorization', `Bearer  ${token}`],
    ['Authorization', `Bearer "${token}"`],
    ['Authorization', 'Bearer'],
    ['Authorization', 'Bearer '],
    ['Authorization', ''],
    ['Authorization', `Bearer ${token} x`],
    ['Authorization', `Bearer\t${token}`],
    ['Authorization', `Bearer:${token}`],
    ['Authorization', 'Bearer null'],
    ['Authorization', 'Bearer ü'],
    ['Authorization', 'Bearer a==b'],
    ['Authorization', 'Digest username="a", realm="b"'],
    ['Authorization', 'Digest username="a", realm = "b c"'],
    ['Authorization', 'Negotiate YQ==, NTLM YQ=='],
    ['Authorization', `, ${one}`],
    ['Authorization', `Bearer,${one}`],
    ['Authorization', ` ${one}`],
    ['Authorization', `Basic ${'e'.repeat(draw.of(1400, 9000, 17_000))}, ${one}`],
    ['Authorization', `Bearer ${'e'.repeat(draw.of(1400, 9000, 17_000))}, ${one}`],
    ['Authorization', `Bearer ${'"'.repeat(draw.of(1400, 1600, 9000, 17_000))}`],
  );
}
