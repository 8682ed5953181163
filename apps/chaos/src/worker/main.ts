import { runConfigured } from '@sherpa/config';
import { runProcess } from '@sherpa/telemetry';
import { readConfig } from '../config.ts';
import { compose } from './compose.ts';

/** The runner keeps to the drain time by itself; closing the connections may take a moment more. */
const CLOSE_MS = 5_000;

runConfigured(() => {
  const [name = 'worker', sandboxUrl = ''] = process.argv.slice(2);
  const config = readConfig();
  const { log, start } = compose(config, { name, sandboxUrl });
  runProcess({ name, log, drainMs: config.runtime.drainMs + CLOSE_MS, start });
});
