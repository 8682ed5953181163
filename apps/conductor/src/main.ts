import { runConfigured } from '@sherpa/config';
import { runProcess } from '@sherpa/telemetry';
import { compose } from './compose.ts';
import { readConfig } from './config.ts';

runConfigured(() => {
  const config = readConfig();
  const { log, start } = compose(config);
  runProcess({ name: 'conductor', log, drainMs: config.runtime.drainMs, start });
});
