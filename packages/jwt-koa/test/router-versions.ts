/** Every version of Koa's router that applications use, under one type. */

import { createRequire } from 'node:module';
import type Router from '@koa/router';

type RouterClass = typeof Router;

const require = createRequire(import.meta.url);
const load = (name: string): RouterClass => require(name) as RouterClass;

export const ROUTER_VERSIONS: readonly (readonly [name: string, Router: RouterClass])[] = [
  ['@koa/router 15', load('@koa/router')],
  ['@koa/router 14', load('koa-router-14')],
  ['@koa/router 13', load('koa-router-13')],
  ['@koa/router 12', load('koa-router-12')],
  ['koa-router 13', load('koa-router')],
];
