import type { Mode } from '../environment.ts';
import { defineFragment } from '../fragment.ts';
import { oneOf, text } from '../variables.ts';

const levelOf: Readonly<Record<Mode, 'debug' | 'info' | 'error'>> = {
  development: 'debug',
  production: 'info',
  // A test that wants to see more asks for it; expected failures should not bury real ones.
  test: 'error',
};

/** What is logged, and where to. Files are written only where a folder is named. */
export const logConfig = defineFragment({
  variables: {
    LOG_LEVEL: oneOf(['debug', 'info', 'warn', 'error']).optional(),
    LOG_DIR: text().optional(),
  },
  hints: {
    LOG_LEVEL: { set: 'the least level worth a record', example: 'info' },
    LOG_DIR: { set: 'the folder for error.log and combined.log', example: '/var/log/sherpa' },
  },
  toConfig: (values, mode) => ({
    level: values.LOG_LEVEL ?? levelOf[mode],
    pretty: mode === 'development' ? ('auto' as const) : false,
    ...(values.LOG_DIR === undefined ? {} : { dir: values.LOG_DIR }),
  }),
});
