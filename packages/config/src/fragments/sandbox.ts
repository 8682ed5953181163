import { defineFragment } from '../fragment.ts';
import { oneOf, text, wholeNumber } from '../variables.ts';

/** Where the sandbox listens and the world it makes: the same seed gives the same world. */
export const sandboxConfig = defineFragment({
  variables: {
    SANDBOX_HOST: text().default('127.0.0.1'),
    SANDBOX_PORT: wholeNumber(0, 65_535).default(4_010),
    SANDBOX_SEED: wholeNumber(0, 2 ** 32 - 1).default(1),
    SANDBOX_CONTACTS: wholeNumber(0, 1_000_000).default(1_000),
    SANDBOX_LIFE: oneOf(['on', 'off']).default('off'),
    SANDBOX_DIR: text().optional(),
  },
  hints: {
    SANDBOX_HOST: { set: 'the address to listen on', example: '127.0.0.1' },
    SANDBOX_PORT: { set: 'the port to listen on, 0 for any free one', example: '4010' },
    SANDBOX_SEED: { set: 'the number the sandbox makes its customers from', example: '1' },
    SANDBOX_CONTACTS: { set: 'how many contacts the sandbox holds', example: '1000' },
    SANDBOX_LIFE: { set: 'whether people in the sandbox do their daily work', example: 'on' },
    SANDBOX_DIR: { set: 'the folder that keeps what was done to the sandbox', example: './sandbox' },
  },
  toConfig: (values) => ({
    host: values.SANDBOX_HOST,
    port: values.SANDBOX_PORT,
    seed: values.SANDBOX_SEED,
    contacts: values.SANDBOX_CONTACTS,
    people: values.SANDBOX_LIFE === 'on',
    dir: values.SANDBOX_DIR,
  }),
});
