import type { Logger } from '@sherpa/telemetry';

/** The same log, which also keeps what is said there: a handler that does nothing mostly says why. */
export const noting = (log: Logger, notes: string[]): Logger => {
  const both =
    (level: 'debug' | 'info' | 'warn' | 'error'): Logger['info'] =>
    (message, fields) => {
      notes.push(message);
      log[level](message, fields);
    };
  return {
    debug: both('debug'),
    info: both('info'),
    warn: both('warn'),
    error: both('error'),
    child: (bindings) => noting(log.child(bindings), notes),
    flush: () => log.flush(),
  };
};
