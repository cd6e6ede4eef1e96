/** Which routes a router could take one path for. Two are a mistake: which of their handlers runs would be a guess. */

import { asRoutersRead, overlaps, type RouteTemplate } from '../routes.js';

interface Route {
  readonly name: string;
  readonly template: RouteTemplate;
}

/**
 * The routes of a service. To find an overlap costs as much as there are shapes of routes, such as
 * `GET /_/{_}`, and not as much as there are routes.
 */
export class RouteIndex {
  readonly #families = new Map<string, Map<string, Shape>>();

  /** Adds a route; returns the name of one that was there and overlaps. */
  add(name: string, route: RouteTemplate): string | undefined {
    const template = asRoutersRead(route);
    const { method, segments } = template;
    const family = `${method} ${String(segments.length)}`;
    let shapes = this.#families.get(family);
    if (shapes === undefined) this.#families.set(family, (shapes = new Map<string, Shape>()));
    let other: string | undefined;
    for (const shape of shapes.values()) other ??= shape.find(template, shapes.size);
    const key = segments.map((segment) => ('literal' in segment ? '_' : '{}')).join('/');
    let shape = shapes.get(key);
    if (shape === undefined) shapes.set(key, (shape = new Shape()));
    shape.add({ name, template });
    return other;
  }
}

/** Routes with parameters in the same places. */
class Shape {
  readonly #routes: Route[] = [];
  readonly #indexes = new Map<string, Map<string, string>>();
  readonly #indexed = new Map<string, number>();

  add(route: Route): void {
    this.#routes.push(route);
  }

  /** Two templates overlap where the literals are equal in those places where both have one. */
  find(template: RouteTemplate, shapes: number): string | undefined {
    const [first] = this.#routes;
    // With as many shapes as routes, there would be more indexes than routes.
    if (first === undefined || this.#routes.length < 4 * shapes) {
      return this.#routes.find((route) => overlaps(route.template, template))?.name;
    }
    const shared = first.template.segments.flatMap((segment, index) =>
      'literal' in segment && 'literal' in (template.segments[index] ?? segment) ? [index] : [],
    );
    return this.#indexOf(shared).get(literalsOf(template, shared));
  }

  /** Built when it is first asked for, and continued when it is asked for again. */
  #indexOf(places: readonly number[]): ReadonlyMap<string, string> {
    const key = places.join();
    let index = this.#indexes.get(key);
    if (index === undefined) this.#indexes.set(key, (index = new Map<string, string>()));
    for (const { name, template } of this.#routes.slice(this.#indexed.get(key) ?? 0)) {
      const literals = literalsOf(template, places);
      if (!index.has(literals)) index.set(literals, name);
    }
    this.#indexed.set(key, this.#routes.length);
    return index;
  }
}

/** No segment holds a slash. */
function literalsOf({ segments }: RouteTemplate, places: readonly number[]): string {
  return places
    .map((place) => segments[place])
    .map((segment) => (segment !== undefined && 'literal' in segment ? segment.literal : ''))
    .join('/');
}
