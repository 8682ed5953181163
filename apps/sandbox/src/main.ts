import { fileURLToPath } from 'node:url';
import { ConfigError } from '@sherpa/core';
import { makeLogger, runProcess } from '@sherpa/telemetry';
import { start } from './compose.ts';
import { readConfig, type SandboxConfig } from './config.ts';
import { hasRoomFor, runWithRoom } from './larger-heap.ts';

const run = (config: SandboxConfig): void => {
  const log = makeLogger({ process: 'sandbox', ...config.log });
  runProcess({
    name: 'sandbox',
    log,
    drainMs: config.runtime.drainMs,
    start: () => start({ config, log }),
  });
};

try {
  const config = readConfig();
  const { contacts } = config.sandbox;
  if (hasRoomFor(contacts)) run(config);
  else runWithRoom(fileURLToPath(import.meta.url), contacts);
} catch (err) {
  if (!(err instanceof ConfigError)) throw err;
  // Before there is a log: what to set is for whoever started this, on a line of its own.
  process.stderr.write(`${err.message}\n`);
  process.exitCode = 1;
}
