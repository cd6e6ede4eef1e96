/** Requests to a random world: for one of its operations, with a token that is nearly right. */

import type { OperationDocument, TenantSource } from '../../src/policy/document/document.js';
import type { HttpRequest } from '../../src/request/access-request.js';
import type { Draw } from './draw.js';
import { sent } from './credentials-sent.js';
import { spoil } from './flaws.js';
import { spelled } from './spellings.js';
import { draft } from './tokens.js';
import type { Members, Wish } from './words.js';
import { NOW, type World } from './worlds.js';

/** One question to a world. */
export interface Trial {
  readonly request: HttpRequest;
  readonly wish: Wish;
  /** What is asked about the same request first. */
  readonly before?: Wish;
  readonly clockMs: number;
}

/** A token, with what it was made for. It can be shown more than once. */
export interface Ticket {
  readonly token: string;
  readonly operation: string;
  readonly tenant: string;
  readonly clockMs: number;
  /** One or two things of it may be wrong, or of the request around it. */
  readonly isFlawed: boolean;
}

const MIDNIGHT = Date.parse('2026-11-24T00:00:00Z');

/** A token for one of the operations; up to two things of it are wrong. */
export function ticket(world: World, draw: Draw): Ticket {
  const operations = world.document.services['orders']?.operations ?? {};
  const names = Object.keys(operations) as [string, ...string[]];
  const operation = draw.of(...names);
  const clockMs = draw.of(NOW, NOW + 500, NOW + 250, NOW + 3_600_000, MIDNIGHT, MIDNIGHT - 1);
  const made = draft(world, operations[operation], clockMs, draw);
  const flaws = draw.of(0, 1, 0, 1, 2, 0);
  for (let count = 0; count < flaws; count += 1) if (!draw.once(4)) spoil(made, draw);
  const token = spelled(made, flaws > 0 && draw.once(4), draw);
  return { token, operation, tenant: made.tenant, clockMs, isFlawed: flaws > 0 };
}

/** A request with this token, mostly for what it was made for. */
export function trial(world: World, shown: Ticket, draw: Draw): Trial {
  const service = world.document.services['orders'];
  const names = Object.keys(service?.operations ?? {}) as [string, ...string[]];
  const name = draw.once(6) ? draw.of(...names) : shown.operation;
  const operation = service?.operations?.[name];
  const wish = wishOf(name, operation, draw);
  const params = { tenant: draw.once(16) ? 'us' : shown.tenant, id: draw.of('7', 'ä') };
  const isOdd = shown.isFlawed && draw.once(5);
  const { credential, query } = sent(shown.token, { service, operation, isOdd }, draw);
  const rawHeaders = [
    ...hostOf(
      operation?.tenantFrom ?? service?.tenantFrom,
      draw.once(12) ? draw.of('us', 'x', '') : shown.tenant,
      draw,
    ),
    ...tenantHeaders(shown.tenant, draw).flatMap((each) => ['X-Tenant', each]),
    ...(isOdd && draw.once(24) ? Array<string>(2 * draw.of(990, 1000, 1023)).fill('a') : []),
    ...credential,
  ];
  const isElsewhere = wish.kind === 'named' && draw.once(8); // its handler is mounted on the path of another one
  const route = isElsewhere
    ? service?.operations?.[draw.of('readItem', 'writeItem', ...names)]?.route
    : operation?.route;
  const [verb = 'GET'] = route?.split(' ') ?? [];
  const method = verb === 'GET' ? draw.of('GET', 'HEAD') : verb;
  const path = targetOf(route ?? `GET /${name}`, params, shown.isFlawed && draw.once(8), draw);
  const request: HttpRequest = {
    method: shown.isFlawed && draw.once(16) ? draw.of('OPTIONS', 'get', 'DELETE', 'POST') : method,
    target: path + query,
    rawHeaders,
    ...(isOdd && draw.once(8) ? { maxHeadersCount: draw.of(0, 1, 3, 4, 5, 1000, 2000) } : {}),
    ...(wish.kind === 'named' && !draw.once(isElsewhere ? 2 : 12)
      ? { params: routerParams(params, draw) }
      : {}),
  };
  // A token is shown again a moment later, or long after.
  const later = draw.once(8) ? draw.of(1000, 30_000, 60_000, 3_600_000) : 0;
  const before = draw.once(8)
    ? { before: draw.of<Wish>({ kind: 'routed' }, { kind: 'named', operation: draw.of(...names) }) }
    : {};
  return { request, wish, ...before, clockMs: shown.clockMs + later };
}

const tenantHeaders = (tenant: string, draw: Draw): readonly string[] =>
  draw.once(12) ? draw.of<readonly string[]>([], ['us'], ['eu'], [tenant, tenant], ['']) : [tenant];

const routerParams = (params: Members, draw: Draw): Members =>
  draw.once(12) ? draw.of<Members>({}, { tenant: 1 }, { tenant: 'us' }, { tenant: ['eu'] }) : params;

function wishOf(name: string, operation: OperationDocument | undefined, draw: Draw): Wish {
  if (draw.once(10)) return { kind: 'identify', auth: draw.of('required', 'optional') };
  if (operation?.route === undefined || draw.once(3)) {
    return { kind: 'named', operation: draw.once(24) ? draw.of('nothing', 'toString', '__proto__') : name };
  }
  return { kind: 'routed' };
}

/** `host.N` names a label. */
function hostOf(source: TenantSource | undefined, tenant: string, draw: Draw): readonly string[] {
  const host = source === 'host.1' ? `api.${tenant}.example` : `${tenant}.api.example`;
  const spelled = draw.of(host, host, `${host}:8443`, host.toUpperCase());
  if (draw.once(8)) return draw.of([':authority', spelled], ['Host', spelled, ':authority', spelled]);
  if (!draw.once(16)) return ['Host', spelled];
  return draw.of<readonly string[]>(
    [],
    ['Host', host, 'Host', host],
    ['Host', host, ':authority', 'us.api.example'],
    ['Host', 'us.api.example', ':authority', host],
    [':authority', host, ':authority', host],
    ['Host', host, ':authority', ''],
    ['Host', `${host}.`],
    ['Host', `a_b.${host}`],
    ['Host', `x@${host}`],
    ['Host', '[::1]:8443'],
    ['Host', `${host}:`],
  );
}

/** What comes below a path. */
const BELOW = [
  'a.js',
  'a/b/c.css',
  'docs/',
  '%C3%A4',
  'a+b',
  'x|y/[z]^',
  '100%25',
  'a/%252e%252E/b',
] as const;

/** The path of a template; if odd, in another spelling, or another path. */
function targetOf(
  route: string,
  params: Readonly<Record<string, string>>,
  isOdd: boolean,
  draw: Draw,
): string {
  const path = (route.split(' ')[1] ?? '')
    .replaceAll(/\{(\w+)\}/gu, (_, name: string) => encodeURIComponent(params[name] ?? ''))
    .replace(/\{\w+\.\.\.\}/u, () => draw.of(...BELOW));
  if (!isOdd) return path;
  return draw.of(
    ...([
      '/nothing',
      `/${path}`,
      `${path}/`,
      `/.${path}`,
      `/x/..${path}`,
      `${path}/%2e%2e`,
      `${path}%2F`,
    ] as const),
    ...[`${path}%5c`, `${path}%00`, `${path};v=1`, `${path}#a`, `http://api.example${path}`, path.slice(1)],
    ...[
      path.toUpperCase(),
      path.replace('e', '%65'),
      `${path}%FF`,
      `${path}%`,
      `${path}%zz`,
      `${path}%20`,
      `${path} `,
      '*',
      '',
    ],
    ...[
      path.replace('items', 'item%73'),
      ...['@', ':', "'", '+'].map((sign) => path.replace(sign, `%${sign.charCodeAt(0).toString(16)}`)),
      path.replace('%C3%A9', '%c3%a9'),
      path.replace('%', '%25'),
      path.replace('+', '%20'),
      path.replace(/(?<=\/)(?:7|%C3%A4)/u, '7+1'),
      path.replace(/(?<=\/)(?:7|%C3%A4)/u, '7%2B1'),
      `${path}\u00e9`,
      `${path}"`,
      `${path}%c3%a4`,
      `${path}%C0%AF`,
      `${path}%3B`,
      ...['|', '[', ']', '^', '`', '{', '<'].map((sign) => path.replace(/[a-z](?=[^a-z]|$)/u, sign)),
      path.replace(/\/files\/.*/u, '/files'),
      path.replace(/\/files\/.*/u, '/files/'),
    ],
  );
}
