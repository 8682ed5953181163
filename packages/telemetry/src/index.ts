export {
  makeHealthServer,
  type HealthServer,
  type HealthServerOptions,
} from './health/make-health-server.ts';
export type { LogLevel } from './log/log-level.ts';
export type { LogRecord } from './log/log-record.ts';
export type { LogFields, Logger } from './log/logger.ts';
export { makeLogger, type LoggerOptions, type ProcessLogger } from './log/make-logger.ts';
export type { Store } from './log/store-sink.ts';
export {
  makeMetrics,
  type Metrics,
  type LabelledValue,
  type ManyValues,
  type VendorCallObservation,
} from './metrics/make-metrics.ts';
export type { TaskObservation } from './metrics/task-metrics.ts';
export { announce, type Announcement } from './process/announce.ts';
export { runProcess, type ProcessOptions, type Running } from './process/run-process.ts';
