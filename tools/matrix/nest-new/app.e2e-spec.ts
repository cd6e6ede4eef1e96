import { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { createVerifier, definePolicy, loadPolicy } from '@org/jwt-core';
import { JWT_VERIFIER } from '@org/jwt-nestjs';
import { createTestIssuer, type TestIssuer } from '@org/jwt-testing';
import request from 'supertest';
import { AppModule } from './../src/app.module';

describe('AppController (e2e)', () => {
  let app: INestApplication;
  let issuer: TestIssuer;

  beforeEach(async () => {
    issuer = await createTestIssuer({ audience: 'https://hello.acme.example' });
    const { document } = await loadPolicy('jwt-policy.yaml');
    const login = { iss: issuer.url, keys: { discovery: 'oidc' }, algs: ['ES256'], typ: 'at+jwt' } as const;
    const verifier = await createVerifier({
      policy: definePolicy({ ...document, issuers: { login } }),
      service: 'hello',
      insecure: { allowHttpLoopback: true },
    });
    const module = await Test.createTestingModule({ imports: [AppModule] })
      .overrideProvider(JWT_VERIFIER)
      .useValue(verifier)
      .compile();
    app = module.createNestApplication();
    await app.init();
  });

  afterEach(async () => {
    await app.close();
    await issuer.close();
  });

  it('/ (GET)', async () => {
    await request(app.getHttpServer())
      .get('/')
      .set('Authorization', `Bearer ${await issuer.mint()}`)
      .expect(200)
      .expect('Hello World!');
  });

  it('/ (GET) without a token', async () => {
    await request(app.getHttpServer()).get('/').expect(401);
  });
});
