/** Asks both documents about points of a space, and remembers what they said. */

import type { Both, Verdict, Version, Witness } from './difference.js';
import { probeAt, type Point, type Space } from './space.js';
import type { Side } from './side.js';

/** The verdicts of one space. */
export class Oracle {
  readonly space: Space;
  readonly #sides: Both<Side>;
  readonly #known = new Map<string, Promise<Verdict>>();

  constructor(space: Space, sides: Both<Side>) {
    this.space = space;
    this.#sides = sides;
  }

  /** What one document says; with `rule`, as if the operation had this rule alone. */
  verdict(version: Version, point: Point, rule?: number): Promise<Verdict> {
    const key = `${version} ${String(rule)} ${point.join()}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const { service, operation } = this.space.asked;
    const asked = this.#sides[version].verdict(probeAt(this.space, point), { service, operation, rule });
    this.#known.set(key, asked);
    return asked;
  }

  async allows(version: Version, point: Point, rule?: number): Promise<boolean> {
    return (await this.verdict(version, point, rule)).outcome === 'allow';
  }

  async witness(point: Point): Promise<Witness> {
    const { typ, claims, tenant } = probeAt(this.space, point);
    const [old, young] = await Promise.all([this.verdict('old', point), this.verdict('new', point)]);
    const { operations } = this.space.asked;
    const isAsked = operations.old?.tenant !== undefined || operations.new?.tenant !== undefined;
    return { token: { typ, claims }, tenant: isAsked ? tenant : undefined, verdicts: { old, new: young } };
  }
}
