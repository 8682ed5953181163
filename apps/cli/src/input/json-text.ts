import { jsonSchema, type Json } from '@sherpa/core';
import { InvalidArgumentError } from 'commander';

/** The value that JSON text spells, or why it is none. */
export const readJson = (
  text: string,
): { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly reason: string } => {
  try {
    return { ok: true, value: jsonSchema.parse(JSON.parse(text)) };
  } catch (err) {
    return { ok: false, reason: err instanceof SyntaxError ? err.message : 'not JSON' };
  }
};

/** The same for an argument of the command line. */
export const parseJsonArgument = (text: string): Json => {
  const read = readJson(text);
  if (read.ok) return read.value;
  throw new InvalidArgumentError(
    `The payload is not JSON: ${read.reason}. Quote it for the shell, for example '{"name":"Ada"}'.`,
  );
};
