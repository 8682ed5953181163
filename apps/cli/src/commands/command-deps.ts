import type { Environment } from '@sherpa/config';
import type { Streams } from '../output/terminal.ts';

/** What every command is given. */
export interface CommandDeps {
  readonly env: Environment;
  readonly streams: Streams;
  readonly stdin: NodeJS.ReadableStream;
  /** Where the checkout is. */
  readonly workspaceRoot: string;
  /** Ends the process with this code once everything is done. */
  readonly exitWith: (code: number) => void;
}

/** What every command that a script may call understands. */
export interface JsonOption {
  readonly json?: boolean;
}

/** Declared alike by all of them. */
export const jsonFlag = ['--json', 'machine-readable output on stdout'] as const;
