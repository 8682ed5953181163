import type { SafeFields } from '../redaction/safe-fields.ts';
import type { LogLevel } from './log-level.ts';

/** A record as every destination gets it: already redacted. */
export interface LogRecord {
  readonly timestamp: Date;
  readonly level: LogLevel;
  readonly message: string;
  readonly agentId: string | null;
  /** The tenant whose work it is about, also in the context. */
  readonly tenantId: string | null;
  readonly context: SafeFields;
}
