import { ConfigError } from '@sherpa/core';
import { makeLogger, runProcess } from '@sherpa/telemetry';
import { start } from './compose.ts';
import { readConfig } from './config.ts';

try {
  const config = readConfig();
  const log = makeLogger({ process: 'sandbox', ...config.log });
  runProcess({
    name: 'sandbox',
    log,
    drainMs: config.runtime.drainMs,
    start: () => start({ config, log }),
  });
} catch (err) {
  if (!(err instanceof ConfigError)) throw err;
  // Before there is a log: what to set is for whoever started this, on a line of its own.
  process.stderr.write(`${err.message}\n`);
  process.exitCode = 1;
}
