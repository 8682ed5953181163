import type { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock, type Clock } from '@sherpa/core';
import pino from 'pino';
import { openDestinations } from './destinations.ts';
import type { LogLevel } from './log-level.ts';
import type { LogFields, Logger } from './logger.ts';
import { makeStoreSink, type Store, type StoreSink } from './store-sink.ts';
import { toRecord } from './to-record.ts';

/** How and where one process logs. */
export interface LoggerOptions {
  /** The name of the process, for example `worker-sales`: in every record, and the folder of its files. */
  readonly process: string;
  readonly level: LogLevel;
  /** Lines for people instead of JSON; `auto` where the console is a terminal. */
  readonly pretty: boolean | 'auto';
  /** The folder for log files; none are written without. */
  readonly dir?: string | undefined;
  /** The agent of every record that names no other. */
  readonly agentId?: string | undefined;
  /** Gets the records of level error in batches, already redacted; may fail, and is then tried with later ones. */
  readonly store?: Store | undefined;
  readonly stdout?: Writable | undefined;
  readonly clock?: Clock | undefined;
}

const FLUSH_WITHIN_MS = 3_000;

const drained = (output: Writable): Promise<void> =>
  new Promise((resolve) => {
    if (output.destroyed || !output.writable) resolve();
    else
      output.write('', () => {
        resolve();
      });
  });

interface LoggerParts {
  readonly lines: pino.Logger;
  readonly sink: StoreSink | undefined;
  readonly clock: Clock;
  readonly flush: () => Promise<void>;
}

const loggerOf = (parts: LoggerParts, bindings: LogFields): Logger => {
  const write =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      if (!parts.lines.isLevelEnabled(level)) return;
      const record = toRecord({ timestamp: parts.clock.now(), level, message, bindings, fields });
      const { timestamp, agentId, context } = record;
      parts.lines[level]({ timestamp: timestamp.toISOString(), agentId, context }, record.message);
      if (level === 'error') parts.sink?.offer(record);
    };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (more) => loggerOf(parts, { ...bindings, ...more }),
    flush: parts.flush,
  };
};

/** The logger of a whole process, which owns its files. */
export interface ProcessLogger extends Logger {
  /** Flushes, then gives the files back. Nothing may be logged after it. */
  close(): Promise<void>;
}

/** A logger to console, files and store. Everything passes the allow-list before it goes anywhere. */
export const makeLogger = (options: LoggerOptions): ProcessLogger => {
  const stdout = options.stdout ?? process.stdout;
  const isTerminal = 'isTTY' in stdout && stdout.isTTY;
  const pretty = options.pretty === 'auto' ? isTerminal : options.pretty;
  const { stream, outputs, close } = openDestinations({ ...options, pretty, stdout });
  const lines = pino(
    {
      level: options.level,
      base: null,
      timestamp: false,
      messageKey: 'message',
      formatters: { level: (level) => ({ level }) },
    },
    stream,
  );
  const bindings = { process: options.process, agentId: options.agentId };
  const clock = options.clock ?? systemClock;
  const quiet = loggerOf({ lines, sink: undefined, clock, flush: async () => undefined }, bindings);
  const sink =
    options.store &&
    makeStoreSink({
      store: options.store,
      onLost: (lost) => {
        quiet.warn('Log records could not be stored.', lost);
      },
    });
  const flush = async (): Promise<void> => {
    const all = Promise.all([sink?.flush(), ...outputs.map((output) => drained(output))]);
    await Promise.race([all, sleep(FLUSH_WITHIN_MS, undefined, { ref: false })]);
  };
  return {
    ...loggerOf({ lines, sink, clock, flush }, bindings),
    close: async () => {
      await flush();
      await close();
    },
  };
};
