// An MCP server on Express behind guard(), in one program with what the MCP SDK declares about `req.auth`.
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { createVerifier, simplePolicy } from '@org/jwt-core';
import { createExpressAccess, getAuth } from '@org/jwt-express';
import { createTestIssuer } from '@org/jwt-testing';
import express, { type RequestHandler } from 'express';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

const audience = 'https://mcp.acme.example';
const issuer = await createTestIssuer({ audience });
const policy = simplePolicy({
  issuer: issuer.url,
  audience,
  algs: ['ES256'],
  operations: { useTools: { route: 'POST /mcp', allow: [{ principal: 'user', scopes: ['tools'] }] } },
});
const verifier = createVerifier({ policy, insecure: { allowHttpLoopback: true } });
const jwt = createExpressAccess(verifier);

/** Whatever else an application has of the SDK: its own type of `req.auth` stays. */
export const ofTheSdk: RequestHandler = requireBearerAuth({
  verifier: { verifyAccessToken: () => Promise.reject(new Error('unused')) },
});

const seen: unknown[] = [];
const app = express();
app.use(jwt.guard(), express.json());
app.post('/mcp', async (req, res) => {
  seen.push(req.auth?.token, getAuth(req)?.subject);
  const server = new McpServer({ name: 'orders', version: '1.0.0' });
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
  await server.connect(transport as Parameters<McpServer['connect']>[0]);
  await transport.handleRequest(req, res, req.body);
});

const listening = app.listen(0, '127.0.0.1');
await once(listening, 'listening');
const url = `http://127.0.0.1:${String((listening.address() as AddressInfo).port)}/mcp`;
const call = (headers: Record<string, string>) =>
  fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
    }),
  });

assert.equal((await call({})).status, 401);
const answer = await call({ authorization: `Bearer ${await issuer.mint({ scope: 'tools' })}` });
assert.equal(answer.status, 200);
assert.match(await answer.text(), /"serverInfo":\{"name":"orders"/);
assert.deepEqual(seen, [undefined, 'user-1']);
listening.close();
await (await verifier).close();
await issuer.close();
console.log('OK');
