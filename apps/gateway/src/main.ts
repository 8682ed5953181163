import { ConfigError } from '@sherpa/core';
import { runProcess } from '@sherpa/telemetry';
import { compose } from './compose.ts';
import { readConfig } from './config.ts';

try {
  const config = readConfig();
  const { log, start } = compose(config);
  runProcess({ name: 'gateway', log, drainMs: config.runtime.drainMs, start });
} catch (err) {
  if (!(err instanceof ConfigError)) throw err;
  // Before there is a log: what to set is for whoever started this, on a line of its own.
  process.stderr.write(`${err.message}\n`);
  process.exitCode = 1;
}
