import { runConfigured } from '@sherpa/config';
import { runProcess } from '@sherpa/telemetry';
import { readConfig } from '../config.ts';
import { compose } from './compose.ts';

/** An act that waits for a server gives up within its own time-outs. */
const CLOSE_MS = 5_000;

runConfigured(() => {
  const [name = 'producer', seed = '1'] = process.argv.slice(2);
  const config = readConfig();
  const { log, start } = compose(config, { name, seed: Number(seed) });
  runProcess({ name, log, drainMs: config.runtime.drainMs + CLOSE_MS, start });
});
