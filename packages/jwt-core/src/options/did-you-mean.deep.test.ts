import { expect, it } from 'vitest';
import { didYouMean } from './did-you-mean.js';

it('did you mean is quick for thousands of mistakes among thousands of names', () => {
  const known = Array.from({ length: 4000 }, (_, index) => `service-${String(index).padStart(5, '0')}`);
  const started = process.cpuUsage(); // other work on the machine does not count
  for (const name of known) didYouMean(name.replace('service', 'servixe'), known);
  const { user } = process.cpuUsage(started);
  expect(user / 1e6).toBeLessThan(10); // letter by letter, it took half a minute
});
