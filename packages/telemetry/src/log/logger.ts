/** What a record tells beside its message. Only known keys come out, see `redaction/allow-list.ts`. */
export type LogFields = Readonly<Record<string, unknown>>;

/**
 * Writes records `{timestamp, level, message, agentId, context}`. Messages are constant sentences, what
 * varies goes into fields, a thrown value into the field `error`. Never throws and never waits.
 */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger whose every record carries these fields too. */
  child(bindings: LogFields): Logger;
  /** Waits until everything written so far has reached its destinations, or a few seconds have passed. */
  flush(): Promise<void>;
}
