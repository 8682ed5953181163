import type { Command } from 'commander';
import type { CommandDeps } from './command-deps.ts';

export const addDoctorCommand = (_program: Command, _deps: CommandDeps): void => undefined;
