// Starts the application as `node dist/main` does, and asks it without a token.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';

const free = createServer().listen(0);
await once(free, 'listening');
const { port } = free.address();
free.close();
process.env.PORT = port;
await import('./dist/main.js');

const deadline = Date.now() + 30_000;
let status;
while (status === undefined && Date.now() < deadline) {
  await setTimeout(100);
  status = await fetch(`http://127.0.0.1:${port}/`).then(
    (response) => response.status,
    () => undefined,
  );
}
console.log(`expected 401, got ${status}`);
process.exit(status === 401 ? 0 : 1);
