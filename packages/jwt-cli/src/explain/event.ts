/** A decision event, as a log has it: what it says, and whether it was this policy that said it. */

import { LAYERS, type Layer, type LayerVerdict, type ReasonCode, REASONS } from '@org/jwt-core';
import * as v from 'valibot';
import { EXIT, UsageError, type ExitCode } from '../terminal/exit-code.js';
import type { Terminal } from '../terminal/terminal.js';
import { wrap } from '../terminal/words.js';
import { chosen } from './har.js';
import type { Row } from './judge.js';
import { changes, layers, routes, sentencesFor, short, type NamedPolicy } from './picture.js';
import { plain } from './printable.js';

const LAYER = v.custom<Layer>((value) => LAYERS.some((each) => each === value));
const CODE = v.custom<ReasonCode>((value) => typeof value === 'string' && Object.hasOwn(REASONS, value));
const TEXT = v.optional(v.pipe(v.string(), v.maxLength(2_048)));

const VERDICT = v.variant('verdict', [
  v.object({ layer: LAYER, verdict: v.literal('passed') }),
  v.object({ layer: LAYER, verdict: v.literal('failed'), code: CODE, expected: TEXT, actual: TEXT }),
  v.object({ layer: LAYER, verdict: v.picklist(['not_reached', 'unverified']) }),
]);

const EVENT = v.object({
  type: v.literal('decision'),
  time: v.string(),
  outcome: v.picklist(['allow', 'deny']),
  verified: v.boolean(),
  code: v.optional(CODE),
  status: v.optional(v.number()),
  service: v.string(),
  operation: TEXT,
  rule: v.optional(v.number()),
  issuer: TEXT,
  algorithm: TEXT,
  keyId: TEXT,
  keySource: TEXT,
  credentialFrom: TEXT,
  tenant: TEXT,
  actor: TEXT,
  requestId: TEXT,
  policy: v.optional(v.object({ name: v.string(), revision: v.optional(v.string()), digest: v.string() })),
  shadow: v.optional(v.object({ outcome: v.picklist(['allow', 'deny']), code: v.optional(CODE) })),
  unmatched: v.optional(
    v.object({
      method: v.string(),
      path: v.string(),
      isCanonical: v.boolean(),
      nearest: v.array(v.string()),
    }),
  ),
  trace: v.array(VERDICT),
});

/** What is used of a decision event. */
type LoggedEvent = v.InferOutput<typeof EVENT>;

/** Explains one event of a text: a JSON document, or JSON lines of a log. */
export function explainEvent(
  text: string,
  policy: NamedPolicy | undefined,
  { entry, json }: { readonly entry: number | undefined; readonly json: boolean },
  terminal: Terminal,
): ExitCode {
  const event = chosen(eventsIn(text), entry);
  const rows = rowsOf(event);
  const digest = policy && (event.policy?.digest === policy.digest ? 'same' : 'other');
  if (json) {
    const answer = {
      ...event,
      layers: rows,
      changes: sentencesFor(rows, []),
      policyDigest: digest ?? 'not_compared',
    };
    terminal.out(`${JSON.stringify(answer, undefined, 2)}\n`);
  } else terminal.out(inWords(event, rows, policy, terminal));
  return event.outcome === 'allow' ? EXIT.ok : EXIT.no;
}

/** The events themselves, or members of log records, as loggers wrap them. */
function eventsIn(text: string): readonly LoggedEvent[] {
  const documents = parsedAll(text);
  const events = documents.flatMap((document) => {
    const candidates = [document, ...(isRecord(document) ? Object.values(document) : [])];
    return candidates.flatMap((candidate) => {
      const read = v.safeParse(EVENT, candidate);
      return read.success ? [read.output] : [];
    });
  });
  if (events.length > 0) return events;
  throw new UsageError(
    'Expected a decision event as JSON: an object with type "decision", outcome, service and trace, as an observer gets it.',
  );
}

function parsedAll(text: string): readonly unknown[] {
  const whole = parsed(text);
  if (whole !== undefined) return [whole].flat();
  return text.split('\n').flatMap((line) => parsed(line) ?? []);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** An event ends with the layer that decided. */
function rowsOf({ trace }: LoggedEvent): readonly Row[] {
  return LAYERS.map((layer): Row => {
    const verdict = trace.find((each) => each.layer === layer);
    if (verdict !== undefined) return exact(verdict);
    return { layer, verdict: layer === 'policy' ? 'passed' : 'not_reached' };
  });
}

function exact(verdict: LoggedEvent['trace'][number]): LayerVerdict {
  if (verdict.verdict !== 'failed') return verdict;
  const { layer, code, expected, actual } = verdict;
  return {
    ...{ layer, verdict: 'failed', code },
    ...(expected === undefined ? {} : { expected }),
    ...(actual === undefined ? {} : { actual }),
  };
}

function inWords(
  event: LoggedEvent,
  rows: readonly Row[],
  policy: NamedPolicy | undefined,
  look: Terminal,
): string {
  const { colours, columns } = look;
  const result =
    event.outcome === 'allow'
      ? colours.green('✓ was allowed')
      : colours.red(
          `✗ was denied: ${event.code ?? 'no reason'}${event.status === undefined ? '' : ` (${String(event.status)})`}`,
        );
  const facts = (
    ['issuer', 'algorithm', 'keyId', 'keySource', 'credentialFrom', 'tenant', 'actor', 'requestId'] as const
  )
    .flatMap((name) => (event[name] === undefined ? [] : [`${name} ${plain(event[name]).slice(0, 80)}`]))
    .join(', ');
  const code = event.code;
  const parts = [
    [
      colours.bold(plain(`${event.service} ${event.operation ?? '(no operation)'}`)),
      result,
      colours.dim(
        `at ${plain(event.time)}${event.rule === undefined ? '' : `, by allow[${String(event.rule)}]`}`,
      ),
      ...(facts === '' ? [] : [wrap(facts, columns)]),
    ].join('\n'),
    layers(rows, look),
    code === undefined ? '' : wrap(REASONS[code].meaning, columns),
    event.shadow?.code === undefined
      ? ''
      : wrap(`The rules, which are in shadow mode, would have denied it with ${event.shadow.code}.`, columns),
    routes(event.unmatched, look),
    changes(event.outcome === 'deny', rows, [], look),
    wrap(comparison(event, policy), columns),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function comparison({ policy: by }: LoggedEvent, policy: NamedPolicy | undefined): string {
  if (by === undefined) return 'The event names no policy: there was none in force.';
  const named = `${plain(by.name)}${by.revision === undefined ? '' : ` ${plain(by.revision)}`} (${short(plain(by.digest))})`;
  if (policy === undefined) return `Judged by the policy ${named}. --policy compares it with a file.`;
  return by.digest === policy.digest
    ? `Judged by the policy ${named}: ${policy.file} means the same.`
    : `Judged by the policy ${named}: ${policy.file} is another one (${short(policy.digest)}), and may answer otherwise.`;
}
