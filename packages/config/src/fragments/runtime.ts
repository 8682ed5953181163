import { defineFragment } from '../fragment.ts';
import { oneOf, wholeNumber } from '../variables.ts';

/** How a process runs: the mode whose rules hold, and how long it may take to end. */
export const runtimeConfig = defineFragment({
  variables: {
    NODE_ENV: oneOf(['development', 'production', 'test']).default('development'),
    DRAIN_MS: wholeNumber(0, 600_000).default(10_000),
  },
  hints: {
    NODE_ENV: { set: 'the kind of installation', example: 'production' },
    DRAIN_MS: { set: 'the milliseconds that running work may take to end', example: '10000' },
  },
  toConfig: (values) => ({ mode: values.NODE_ENV, drainMs: values.DRAIN_MS }),
});
