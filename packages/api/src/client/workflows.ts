import type { RequestInput, ResponseOf } from '../endpoint.ts';
import type { Enqueued } from '../tasks/enqueue.ts';
import type { Case, CaseEnd } from '../workflows/case.ts';
import {
  changeWorkflow,
  closeCase,
  listCaseGroups,
  listCases,
  listWorkflows,
  pauseWorkflow,
  releaseCase,
  resumeWorkflow,
  showCase,
  showWorkflow,
} from '../workflows/endpoints.ts';
import type { SettingsChange, Workflow, WorkflowDetails } from '../workflows/workflow.ts';
import type { Call } from './call.ts';

/** What workflows do, and by which settings. */
export interface WorkflowsClient {
  list(): Promise<readonly Workflow[]>;
  show(workflow: string): Promise<WorkflowDetails>;
  change(workflow: string, change: SettingsChange): Promise<WorkflowDetails>;
  /** Has it begin nothing new; what it has begun goes on to its end. */
  pause(workflow: string, by: string): Promise<WorkflowDetails>;
  /** Has it begin again, with what happens from now on. */
  resume(workflow: string, by: string): Promise<WorkflowDetails>;
}

/** What workflows see to. */
export interface CasesClient {
  list(query?: RequestInput<typeof listCases>['query']): Promise<ResponseOf<typeof listCases>>;
  /** Open and held ones, counted by what they wait for. */
  groups(query?: RequestInput<typeof listCaseGroups>['query']): Promise<ResponseOf<typeof listCaseGroups>>;
  show(id: string): Promise<Case>;
  /** Runs the task that held it once more. */
  release(id: string): Promise<Enqueued>;
  close(id: string, end: CaseEnd): Promise<Case>;
}

export const makeWorkflowsClient = (call: Call): WorkflowsClient => ({
  list: async () => (await call(listWorkflows, {})).workflows,
  show: (workflow) => call(showWorkflow, { params: { workflow } }),
  pause: (workflow, by) => call(pauseWorkflow, { params: { workflow }, body: { by } }),
  resume: (workflow, by) => call(resumeWorkflow, { params: { workflow }, body: { by } }),
  change: (workflow, body) => call(changeWorkflow, { params: { workflow }, body }),
});

export const makeCasesClient = (call: Call): CasesClient => ({
  list: (query = {}) => call(listCases, { query }),
  groups: (query = {}) => call(listCaseGroups, { query }),
  show: (id) => call(showCase, { params: { id } }),
  release: (id) => call(releaseCase, { params: { id } }),
  close: (id, body) => call(closeCase, { params: { id }, body }),
});
