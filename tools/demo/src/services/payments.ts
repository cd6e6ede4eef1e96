import { createServer } from 'node:http';
import { once } from 'node:events';
import { createExpressAccess, getAuth } from '@org/jwt-express';
import express from 'express';
import { closeServer, urlOf, type StartService } from './service.js';

/** Payments, on Express: every route is guarded by the file alone. */
export const startPayments: StartService = async (verifier) => {
  const jwt = createExpressAccess(verifier);
  const app = express();
  app.use(jwt.guard());
  app.get('/healthz', (_req, res) => {
    res.json({ service: 'payments' });
  });
  app.get('/tenants/:tenant/payments', (req, res) => {
    res.json({ service: 'payments', caller: getAuth(req)?.subject, payments: [] });
  });
  app.post('/tenants/:tenant/payments', (req, res) => {
    res.json({ service: 'payments', caller: getAuth(req)?.subject, operation: getAuth(req)?.operation });
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { name: 'payments', framework: 'Express', url: urlOf(server), close: () => closeServer(server) };
};
