/** Controllers whose handlers report their operation and tenant. */

import 'reflect-metadata';
import { All, Controller, Delete, Get, HttpCode, Post, Req, Res, type Type } from '@nestjs/common';
// eslint-disable-next-line @nx/enforce-module-boundaries -- this file also runs outside of the package
import { Operation } from '@org/jwt-nestjs';
import { RAN_HEADER, RAW_HTTP_ROUTES, type RawHttpJournal, type RawHttpRoute } from '@org/jwt-testing/wire';

/** What both platforms hand to a handler. */
interface PlatformRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly hostname: string;
}

interface PlatformResponse {
  header(name: string, value: string): unknown;
}

type Handler = (request: PlatformRequest, response: PlatformResponse) => object;

export const PLATFORMS = ['express', 'fastify'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** One method for each operation. */
export function createController(journal: RawHttpJournal, platform: Platform, version?: string): Type {
  // eslint-disable-next-line @typescript-eslint/no-extraneous-class -- gets its methods below
  class ShopController {}
  for (const route of RAW_HTTP_ROUTES) {
    const pattern = patternOf(route.path, platform);
    const decorate = { GET: Get, POST: Post, DELETE: Delete }[route.method](pattern);
    addMethod(ShopController, { name: route.operation, ...route, decorate, journal });
  }
  Controller(version === undefined ? {} : { version })(ShopController);
  return ShopController;
}

/** The same paths in another version, where each of them is for every reader. */
export function createOtherVersion(journal: RawHttpJournal, platform: Platform, version: string): Type {
  // eslint-disable-next-line @typescript-eslint/no-extraneous-class -- gets its methods below
  class NextShopController {}
  const paths = new Set(RAW_HTTP_ROUTES.map(({ path }) => path));
  for (const [index, path] of [...paths].entries()) {
    const decorate = All(patternOf(path, platform));
    addMethod(NextShopController, { name: `m${String(index)}`, operation: 'apiAdmin', decorate, journal });
  }
  Controller({ version })(NextShopController);
  return NextShopController;
}

function patternOf(path: string, platform: Platform): string {
  const wildcard = platform === 'express' ? '*path' : '*';
  return path.replace('{path...}', wildcard).replace(/\{(\w+)\}/gu, ':$1');
}

/** Takes what no other handler takes, for every reader. */
export function createCatchAll(journal: RawHttpJournal, pattern: string): Type {
  // eslint-disable-next-line @typescript-eslint/no-extraneous-class -- gets its method below
  class CatchAllController {}
  addMethod(CatchAllController, { name: 'take', operation: 'apiAdmin', decorate: All(pattern), journal });
  Controller()(CatchAllController);
  return CatchAllController;
}

function addMethod(
  type: Type,
  {
    name,
    operation,
    tenantFrom,
    decorate,
    journal,
  }: Pick<RawHttpRoute, 'operation' | 'tenantFrom'> & {
    readonly name: string;
    readonly decorate: MethodDecorator;
    readonly journal: RawHttpJournal;
  },
): void {
  const value: Handler = ({ params, headers, hostname }, response) => {
    const tenants = {
      path: params['tenant'],
      header: headers['x-tenant'],
      host: hostname.split('.')[0],
    };
    const tenant = tenantFrom === undefined ? undefined : String(tenants[tenantFrom]);
    response.header(RAN_HEADER, journal.ran(operation, tenant));
    return {};
  };
  const prototype = type.prototype as object;
  Object.defineProperty(prototype, name, { value, configurable: true, writable: true });
  Reflect.decorate([decorate, HttpCode(200), Operation(operation)], prototype, name, { value });
  Req()(prototype, name, 0);
  Res({ passthrough: true })(prototype, name, 1);
}
