import { id } from '../redaction/kinds.ts';
import { toSafeError } from '../redaction/safe-error.ts';
import { toSafeFields, type SafeFields } from '../redaction/safe-fields.ts';
import { scrub } from '../redaction/secrets.ts';
import type { LogLevel } from './log-level.ts';
import type { LogRecord } from './log-record.ts';
import type { LogFields } from './logger.ts';

const LONGEST_MESSAGE = 200;

// A field can be a getter or a proxy that throws; a log line must not end the work it tells of.
const toContext = (fields: LogFields): SafeFields => {
  try {
    return fields instanceof Error ? { error: toSafeError(fields) } : toSafeFields(fields, toSafeError);
  } catch {
    return { error: { name: 'UnreadableFields' } };
  }
};

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/u;

const textOf = (value: unknown): string | null => {
  const checked = id(value);
  return checked === undefined ? null : String(checked);
};

interface RawRecord {
  readonly timestamp: Date;
  readonly level: LogLevel;
  readonly message: string;
  readonly bindings: LogFields;
  readonly fields: LogFields;
}

/** A record of what a caller wrote, redacted once for all destinations. */
export const toRecord = ({ timestamp, level, message, bindings, fields }: RawRecord): LogRecord => {
  const { agentId, ...context } = { ...toContext(bindings), ...toContext(fields) };
  const tenantId = textOf(context['tenantId']);
  return {
    timestamp,
    level,
    message: scrub(message, LONGEST_MESSAGE),
    agentId: textOf(agentId),
    tenantId: tenantId !== null && UUID.test(tenantId) ? tenantId : null,
    context,
  };
};
