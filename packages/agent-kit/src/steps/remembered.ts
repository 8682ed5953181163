import { AgentError, toJson, type Json } from '@sherpa/core';
import { refuseStep } from './refuse-step.ts';

/** 1 MiB: it is read again at every attempt; what is longer belongs into a table of its own. */
const MAX_LENGTH = 1_048_576;

/** The value as it will be remembered; throws where JSON has no form for it. */
export const toRemembered = (value: unknown, name: string): Json => {
  const json = toJson(value);
  if (json === undefined) return refuseStep('What a step remembers must be JSON.', name);
  if (JSON.stringify(json).length > MAX_LENGTH)
    refuseStep('What a step remembers must be below 1 MiB.', name);
  return json;
};

type Maker<T> = (key: string) => Promise<T> | T;

const isOf = <T extends Json>(remembered: Json, _maker: Maker<T>): remembered is T =>
  remembered !== undefined;

/**
 * What was remembered, as what makes it now would give it. Nobody can check that: whoever changes the
 * type changes the name of the step.
 */
export const recall = <T extends Json>(remembered: Json, maker: Maker<T>): T => {
  if (isOf(remembered, maker)) return remembered;
  throw new AgentError('A step remembers nothing.', { retry: 'never' });
};
