import type { RequestInput, ResponseOf } from '../endpoint.ts';
import type { Enqueued } from '../tasks/enqueue.ts';
import type { Case, CaseEnd } from '../workflows/case.ts';
import {
  changeWorkflow,
  closeCase,
  listCases,
  listWorkflows,
  releaseCase,
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
}

/** What workflows see to. */
export interface CasesClient {
  list(query?: RequestInput<typeof listCases>['query']): Promise<ResponseOf<typeof listCases>>;
  show(id: string): Promise<Case>;
  /** Runs the task that held it once more. */
  release(id: string): Promise<Enqueued>;
  close(id: string, end: CaseEnd): Promise<Case>;
}

export const makeWorkflowsClient = (call: Call): WorkflowsClient => ({
  list: async () => (await call(listWorkflows, {})).workflows,
  show: (workflow) => call(showWorkflow, { params: { workflow } }),
  change: (workflow, body) => call(changeWorkflow, { params: { workflow }, body }),
});

export const makeCasesClient = (call: Call): CasesClient => ({
  list: (query = {}) => call(listCases, { query }),
  show: (id) => call(showCase, { params: { id } }),
  release: (id) => call(releaseCase, { params: { id } }),
  close: (id, body) => call(closeCase, { params: { id }, body }),
});
