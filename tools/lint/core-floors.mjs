/**
 * The floors of core, from the top: a room imports from the floors below its own, and not from its neighbours. Lint
 * enforces it (eslint.config.mjs); a test compares it with the tree and with the picture in docs/architecture.md.
 */
export const CORE_FLOORS = [
  ['adapter', 'audit'],
  ['verify'],
  ['suitability', 'standing', 'report'],
  ['integrity'],
  ['decision', 'policy', 'keys'],
  ['refresh'],
  ['json', 'jose', 'io', 'options', 'request'],
];

/** The floors inside of `policy/`, likewise. */
export const POLICY_FLOORS = [
  ['source'],
  ['compile'],
  ['checks'],
  ['model'],
  ['document'],
  ['route', 'text'],
];

/**
 * The zones of `import-x/no-restricted-paths` for a house of floors. On the ground floor rooms may import from one
 * another: what they hold is small, and no circle is allowed.
 */
export function zonesOf(floors, folder) {
  return floors.flatMap((rooms, floor) =>
    rooms.flatMap((room) => {
      const isGround = floor === floors.length - 1;
      const neighbours = isGround ? [] : rooms.filter((other) => other !== room);
      return [...floors.slice(0, floor).flat(), ...neighbours].map((from) => ({
        target: `${folder}/${room}/**/!(*.test|*.test-d).ts`,
        from: `${folder}/${from}`,
        message: `${room}/ is ${neighbours.includes(from) ? 'beside' : 'below'} ${from}/: see docs/architecture.md.`,
      }));
    }),
  );
}
