import type { LogFields, Logger } from '@sherpa/telemetry';

/** One thing that was logged. */
export interface Logged {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: LogFields;
}

/** A logger that keeps what it is told instead of writing it. */
export interface RecordedLog extends Logger {
  readonly records: readonly Logged[];
}

export const makeRecordedLog = (bindings: LogFields = {}, records: Logged[] = []): RecordedLog => {
  const write =
    (level: Logged['level']) =>
    (message: string, fields: LogFields = {}): void => {
      records.push({ level, message, fields: { ...bindings, ...fields } });
    };
  return {
    records,
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (more) => makeRecordedLog({ ...bindings, ...more }, records),
    flush: async () => {},
  };
};
