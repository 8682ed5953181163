import { ConfigError } from '@sherpa/core';

/**
 * Runs the first lines of a process. A `ConfigError` ends it with exit code 1 and its message on
 * standard error: before there is a log, what to set is for whoever started the process.
 */
export const runConfigured = (main: () => void): void => {
  try {
    main();
  } catch (err) {
    if (!(err instanceof ConfigError)) throw err;
    process.stderr.write(`${err.message}\n`);
    process.exitCode = 1;
  }
};
