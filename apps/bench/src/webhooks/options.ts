import { parseArgs } from 'node:util';
import { ValidationError } from '@sherpa/core';

/** What the command line asks for. */
export interface WebhookOptions {
  readonly perSecond: number;
  readonly seconds: number;
  readonly json: boolean;
}

const toCount = (option: string, text: string): number => {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1)
    throw new ValidationError('A whole number from 1 is needed.', { details: { option } });
  return count;
};

const parse = (argv: readonly string[]) => {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        'per-second': { type: 'string', default: '200' },
        seconds: { type: 'string', default: '30' },
        json: { type: 'boolean', default: false },
      },
    }).values;
  } catch (cause) {
    throw new ValidationError('The options are: --per-second <n>, --seconds <n>, --json.', { cause });
  }
};

/** Reads the command line; throws `ValidationError` that says what is wrong with it. */
export const parseWebhookOptions = (argv: readonly string[]): WebhookOptions => {
  const values = parse(argv);
  return {
    perSecond: toCount('per-second', values['per-second']),
    seconds: toCount('seconds', values.seconds),
    json: values.json,
  };
};
