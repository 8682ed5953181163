export { addOwedJobs } from './add-owed-jobs.ts';
export { makeRecordedLog, type Logged, type RecordedLog } from './recorded-log.ts';
export { runAgent, type AgentUnderTest, type RunAgentOptions } from './run-agent.ts';
export { waitUntil } from './wait-until.ts';
export { makeTestQueue } from './test-queue.ts';
