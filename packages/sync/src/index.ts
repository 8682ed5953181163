export { refreshObjects, type RefreshedObjects } from './refresh/refresh-objects.ts';
export {
  resolveRecords,
  type RecordMapper,
  type ResolvedRecords,
  type ResolveDeps,
  type ResolveRules,
} from './resolve/resolve-records.ts';
export type { RunDeps, RunProgress } from './run/run-context.ts';
export type { RunReport } from './run/run-report.ts';
export type { RunRequest } from './run/run-request.ts';
export { runStream } from './run/run-stream.ts';
export { getEach } from './stream/get-each.ts';
export { bindStream, type BoundStream } from './stream/bind-stream.ts';
export {
  defineStream,
  type AskOptions,
  type ChangesPage,
  type EventChanges,
  type EventRows,
  type ObjectFacts,
  type StreamDefinition,
  type StreamPage,
  type StreamRows,
} from './stream/define-stream.ts';
