import { registry } from '@sherpa/agents/registry';
import { runConfigured } from '@sherpa/config';
import { runProcess } from '@sherpa/telemetry';
import { parseAgent } from './arguments.ts';
import { compose } from './compose.ts';
import { readConfig } from './config.ts';

/** The runner keeps to the drain time by itself; closing the connections may take a moment more. */
const CLOSE_MS = 5_000;

runConfigured(() => {
  const config = readConfig();
  const agent = parseAgent(process.argv.slice(2), Object.keys(registry));
  const { log, start } = compose(config, agent);
  runProcess({ name: `worker-${agent}`, log, drainMs: config.runtime.drainMs + CLOSE_MS, start });
});
