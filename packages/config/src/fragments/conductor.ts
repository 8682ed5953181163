import { defineFragment } from '../fragment.ts';
import { wholeNumber } from '../variables.ts';

/** How often the conductor compares the ledger with the queues, and how long it keeps history. */
export const conductorConfig = defineFragment({
  variables: {
    CONDUCTOR_EVERY_MS: wholeNumber(10, 60_000).default(1_000),
    CONDUCTOR_KEEP_MONTHS: wholeNumber(1, 1_200).default(12),
  },
  hints: {
    CONDUCTOR_EVERY_MS: { set: 'the milliseconds between two looks at the ledger', example: '1000' },
    CONDUCTOR_KEEP_MONTHS: { set: 'the months for which history is kept', example: '12' },
  },
  toConfig: (values) => ({
    everyMs: values.CONDUCTOR_EVERY_MS,
    keepMonths: values.CONDUCTOR_KEEP_MONTHS,
  }),
});
