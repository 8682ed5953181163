import { idSchema, ValidationError } from '@sherpa/core';
import type { Command } from 'commander';

const EXAMPLE = '019acc7e-2b1f-7d04-8c55-6f0d3a9be124';

const pathOf = (command: Command): string =>
  command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;

/** What tells the ids that an argument of that name may be; undefined where it is no id of ours. */
const listedBy = (argument: string, { parent }: Command): string | undefined => {
  switch (argument) {
    case 'id':
    case 'ids': {
      const listed = parent?.commands.some((one) => one.name() === 'list') === true;
      return listed && parent !== null ? `${pathOf(parent)} list` : undefined;
    }
    case 'connection':
      return 'sherpa connections list';
    case 'handshake':
      return 'sherpa connections handshakes <id>';
    case 'merge':
      return 'sherpa customers history <customer>';
    default:
      return undefined;
  }
};

const checked = (field: string, text: string, advice: string): string => {
  if (idSchema.safeParse(text).success) return text;
  const problem = `${JSON.stringify(text)} is not an id such as ${EXAMPLE}; ${advice}`;
  throw new ValidationError('What is given is not an id.', { details: { problems: [{ field, problem }] } });
};

const checkArguments = (command: Command): void => {
  for (const argument of command.registeredArguments) {
    const name = argument.name();
    const list = listedBy(name, command);
    if (list === undefined) continue;
    const advice = `\`npx pnpm ${list}\` tells them`;
    const check = (text: string): string => checked(name, text, advice);
    if (argument.variadic)
      argument.argParser<readonly string[] | undefined>((text, before) => [...(before ?? []), check(text)]);
    else argument.argParser(check);
  }
};

/** What tells the ids that an option of that name may be. */
const optionsListed: ReadonlyMap<string, string> = new Map([
  ['--cursor <id>', 'a page that is not the last one ends with it'],
  ['--like <id>', '`npx pnpm sherpa cases list` tells them'],
  ['--connection <id>', '`npx pnpm sherpa connections list` tells them'],
]);

const checkOptions = (command: Command): void => {
  for (const option of command.options) {
    const advice = optionsListed.get(option.flags);
    if (advice !== undefined) option.argParser((text: string) => checked(option.long ?? '', text, advice));
  }
};

/** Commands whose ids are the vendors' own. */
const foreign: ReadonlySet<string> = new Set(['sandbox']);

/** Has every id on the command line looked at before anything is asked: which one is none, and what tells them. */
export const checkIds = (command: Command): void => {
  checkArguments(command);
  checkOptions(command);
  for (const one of command.commands) if (!foreign.has(one.name())) checkIds(one);
};
