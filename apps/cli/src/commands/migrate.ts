import type { Command } from 'commander';
import { readMigrateConfig } from '../config.ts';
import { findDatabase } from '../database/find-database.ts';
import { makeTerminal } from '../output/terminal.ts';
import { jsonFlag, type CommandDeps, type JsonOption } from './command-deps.ts';

/** `migrate`. */
export const addMigrateCommand = (program: Command, deps: CommandDeps): void => {
  program
    .command('migrate')
    .description('bring the database up to date')
    .option(...jsonFlag)
    .action(async ({ json = false }: JsonOption) => {
      const terminal = makeTerminal(deps.streams, { json });
      const { migrateDatabase } = await import('../database/migrate-database.ts');
      const { tenant } = readMigrateConfig(deps.env);
      const applied = await migrateDatabase(await findDatabase(deps.env), tenant.slug);
      if (json) terminal.json({ applied });
      else if (applied.length === 0) terminal.line('The database is up to date.');
      else terminal.line(`Applied ${applied.join(', ')}.`);
    });
};
