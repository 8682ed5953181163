import { defineFragment } from '../fragment.ts';
import { text, wholeNumber } from '../variables.ts';

/**
 * Where a process without an HTTP API of its own tells how it is; nowhere when no port is set.
 * In production it listens to all: probes come from outside the container.
 */
export const healthConfig = defineFragment({
  variables: {
    HEALTH_PORT: wholeNumber(0, 65_535).optional(),
    HEALTH_HOST: text().optional(),
  },
  hints: {
    HEALTH_PORT: { set: 'the port of /health/live, /health/ready and /metrics', example: '9090' },
    HEALTH_HOST: { set: 'the address they listen on', example: '0.0.0.0' },
  },
  toConfig: (values, mode) => ({
    host: values.HEALTH_HOST ?? (mode === 'production' ? '0.0.0.0' : '127.0.0.1'),
    ...(values.HEALTH_PORT === undefined ? {} : { port: values.HEALTH_PORT }),
  }),
});
