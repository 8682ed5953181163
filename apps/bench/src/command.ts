import type { Environment } from './config.ts';
import type { Terminal } from './terminal.ts';

/** What every benchmark is given. */
export interface CommandDeps {
  readonly env: Environment;
  readonly workspaceRoot: string;
  readonly terminal: Terminal;
  /** Aborted when someone wants it to end early. */
  readonly signal: AbortSignal;
}

/** One benchmark; answers whether what it measured is good enough. */
export type Command = (argv: readonly string[], deps: CommandDeps) => Promise<boolean>;
