import { defineFragment } from '../fragment.ts';
import { wholeNumber } from '../variables.ts';

/** How often the conductor compares the ledger with the queues. */
export const conductorConfig = defineFragment({
  variables: { CONDUCTOR_EVERY_MS: wholeNumber(10, 60_000).default(1_000) },
  hints: {
    CONDUCTOR_EVERY_MS: { set: 'the milliseconds between two looks at the ledger', example: '1000' },
  },
  toConfig: (values) => ({ everyMs: values.CONDUCTOR_EVERY_MS }),
});
