import { describe, expect, it } from 'vitest';
import { headerOf, readResponse } from './response.js';

const OPEN = { isHead: false, isClosed: false };

describe('a response', () => {
  it.each([
    ['with a length', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi', 'hi'],
    ['in chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nh\r\n1\r\ni\r\n0\r\n\r\n', 'hi'],
    [
      'after an interim response',
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi',
      'hi',
    ],
    ['without content', 'HTTP/1.1 204 No Content\r\n\r\n', ''],
  ])('%s is read to its end and not beyond', (_what, text, body) => {
    expect(readResponse(`${text}NEXT`, OPEN)).toMatchObject({ response: { body }, rest: 'NEXT' });
    for (let length = 0; length < text.length; length += 1) {
      expect(readResponse(text.slice(0, length), OPEN)).toBeUndefined();
    }
  });

  it('to HEAD has no body, even with a Content-Length', () => {
    const text = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n';
    expect(readResponse(text, { isHead: true, isClosed: false })?.response.body).toBe('');
    expect(readResponse(text, OPEN)).toBeUndefined();
  });

  it('without a length ends with the connection', () => {
    const text = 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\nno';
    expect(readResponse(text, OPEN)).toBeUndefined();
    expect(readResponse(text, { isHead: false, isClosed: true })?.response.body).toBe('no');
  });

  it('has header names without regard to case', () => {
    expect(headerOf('HTTP/1.1 200 OK\r\nX-Ran: admin', 'x-ran')).toBe('admin');
    expect(headerOf('HTTP/1.1 200 OK\r\nX-Ran: admin', 'x')).toBeUndefined();
  });
});
