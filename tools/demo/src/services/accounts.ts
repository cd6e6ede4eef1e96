import 'reflect-metadata';
import type { Server } from 'node:http';
import { Controller, Get, HttpCode, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Auth, JwtPolicyModule, Operation } from '@org/jwt-nestjs';
import type { Identity } from '@org/jwt-core';
import { urlOf, type StartService } from './service.js';

@Controller()
class AccountsController {
  @Get('healthz')
  @Operation('health')
  health(): object {
    return { service: 'accounts' };
  }

  @Post('tenants/:tenant/accounts')
  @HttpCode(200)
  @Operation('createAccount')
  create(@Auth() auth: Identity | undefined): object {
    return { service: 'accounts', caller: auth?.subject, operation: auth?.operation };
  }
}

/** Accounts, on NestJS: every handler names its operation. */
export const startAccounts: StartService = async (verifier) => {
  @Module({ imports: [JwtPolicyModule.forRoot({ verifier })], controllers: [AccountsController] })
  class AccountsModule {}

  const app = await NestFactory.create(AccountsModule, {
    logger: ['error', 'warn'],
    forceCloseConnections: true,
  });
  await app.listen(0, '127.0.0.1');
  const server = app.getHttpServer() as Server;
  return { name: 'accounts', framework: 'NestJS', url: urlOf(server), close: () => app.close() };
};
