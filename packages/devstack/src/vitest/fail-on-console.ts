import { afterEach, beforeEach } from 'vitest';

const methods = ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const;
const printed: string[] = [];

for (const method of methods) {
  console[method] = (...args: unknown[]) => {
    printed.push(`console.${method}: ${args.map(String).join(' ')}`);
  };
}

beforeEach(() => {
  printed.length = 0;
});

/** A unit is told where to write; one that prints by itself spoils every program it is used in. */
afterEach(() => {
  if (printed.length > 0) throw new Error(`The test printed to the console:\n${printed.join('\n')}`);
});
