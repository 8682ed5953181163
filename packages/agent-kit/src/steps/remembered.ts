import { AgentError, toJson, type Json } from '@sherpa/core';

/** 1 MiB: a row that is read again at every attempt; what is longer belongs into a table of its own. */
const MAX_LENGTH = 1_048_576;

/** The value as it will be remembered; throws where JSON has no form for it. */
export const toRemembered = (value: unknown, name: string): Json => {
  const json = toJson(value);
  if (json === undefined)
    throw new AgentError('What a step returns must be JSON.', { retry: 'never', details: { step: name } });
  if (JSON.stringify(json).length > MAX_LENGTH)
    throw new AgentError('What a step returns must be shorter than a megabyte.', {
      retry: 'never',
      details: { step: name },
    });
  return json;
};

/**
 * What was remembered under a name is taken to be of the type that its step returns now: whoever changes
 * the type changes the name.
 */
export const isOf = <T extends Json>(_remembered: Json): _remembered is T => true;
