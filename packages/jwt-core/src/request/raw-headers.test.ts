import { describe, expect, it } from 'vitest';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { createServer as createHttp2Server, connect as connectHttp2 } from 'node:http2';
import { once } from 'node:events';
import { headerValues, maxHeadersCountOf, mayLackHeaders } from './raw-headers.js';

const read = (...rawHeaders: readonly string[]): string[] =>
  headerValues({ method: 'GET', target: '/', rawHeaders }, 'x-tenant');

describe('the values of a header', () => {
  it('are found whatever the case of the name', () => {
    expect(read('X-Tenant', 'a', 'x-tenant', 'b', 'X-TENANT', 'c')).toEqual(['a', 'b', 'c']);
  });

  it('are all there, in the order received, also the empty ones', () => {
    expect(read('x-tenant', 'b', 'x-tenant', '', 'x-tenant', 'b')).toEqual(['b', '', 'b']);
  });

  it('are none where the header is not there', () => {
    expect(read('x-tenants', 'a', 'tenant', 'b')).toEqual([]);
  });

  it('are never names', () => {
    expect(read('x-a', 'x-tenant', 'x-b', 'x-tenant', 'y')).toEqual([]);
  });

  it('do not end in a name without value', () => {
    expect(read('x-tenant')).toEqual([]);
  });
});

/** What the server hands out of this number of header lines, which end in a second `Authorization`. */
async function received(count: number, maxHeadersCount?: number): Promise<string> {
  const server: Server = createServer((message, response) => {
    const { method = '', url: target = '', rawHeaders } = message;
    const request = { method, target, rawHeaders, maxHeadersCount: maxHeadersCountOf(message) };
    const isWhole = headerValues(request, 'authorization').length === 2;
    response.end(`${isWhole ? 'whole' : 'cut'}, ${mayLackHeaders(request) ? 'refused' : 'judged'}`);
  });
  if (maxHeadersCount !== undefined) server.maxHeadersCount = maxHeadersCount;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const lines = ['Host: a', 'Authorization: a', ...Array<string>(count - 4).fill('a:1'), 'Connection: close'];
  socket.end(`GET / HTTP/1.1\r\n${[...lines, 'Authorization: b'].join('\r\n')}\r\n\r\n`);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  server.close();
  return / 431 /u.test(answer.split('\r\n')[0] ?? '')
    ? 'refused by Node'
    : (/(?:whole|cut), .*$/u.exec(answer)?.[0] ?? answer);
}

describe('a request of many header lines, as Node hands it out', () => {
  it.each([undefined, 0, 10, 31, 62, 500, 1000, 2000])(
    'is judged only where nothing of it is missing: %s lines are read',
    async (maxHeadersCount) => {
      const counts = [
        5, 9, 10, 11, 30, 31, 32, 61, 62, 63, 499, 500, 999, 1000, 1022, 1023, 1024, 1100, 2500,
      ];
      for (const count of counts) {
        const answer = await received(count, maxHeadersCount);
        expect(
          ['whole, judged', 'whole, refused', 'cut, refused', 'refused by Node'],
          String(count),
        ).toContain(answer);
        const isOrdinary = count < 1000 && (!maxHeadersCount || count < maxHeadersCount);
        if (isOrdinary) expect(answer, String(count)).toBe('whole, judged');
      }
    },
  );

  it('has no limit of its server where it is of HTTP/2, which cuts nothing', async () => {
    const limits: unknown[] = [];
    const server = createHttp2Server((message, response) => {
      limits.push(maxHeadersCountOf(message));
      response.end();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const session = connectHttp2(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
    const stream = session.request({ ':path': '/' });
    await once(stream.resume(), 'end');
    session.close();
    server.close();
    expect(limits).toEqual([undefined]);
  });

  it.each([undefined, null, {}, { socket: { server: { maxHeadersCount: 5 } } }])(
    'has none where it is not of Node: %j',
    (message) => {
      expect(maxHeadersCountOf(message)).toBeUndefined();
    },
  );
});
