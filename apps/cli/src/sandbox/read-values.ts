import { InvalidArgumentError } from 'commander';

/** `name=value` as properties; an empty value clears. */
export const readValues = (pairs: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    pairs.map((pair) => {
      const [, name, value = ''] = /^([^=]+)=(.*)$/su.exec(pair) ?? [];
      if (name === undefined) throw new InvalidArgumentError('Write properties as name=value.');
      return [name, value];
    }),
  );
