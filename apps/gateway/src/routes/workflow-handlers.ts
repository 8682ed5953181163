import { postCaseClose } from './api/cases/by-id/close/post.ts';
import { getCaseById } from './api/cases/by-id/get.ts';
import { postCaseRelease } from './api/cases/by-id/release/post.ts';
import { getCases } from './api/cases/get.ts';
import { getCaseGroups } from './api/cases/groups/get.ts';
import { getWorkflowByName } from './api/workflows/by-name/get.ts';
import { patchWorkflowByName } from './api/workflows/by-name/patch.ts';
import { postWorkflowPause } from './api/workflows/by-name/pause/post.ts';
import { postWorkflowResume } from './api/workflows/by-name/resume/post.ts';
import { getWorkflows } from './api/workflows/get.ts';
import type { RouteDeps } from './deps.ts';

/** Who answers what is asked of workflows and their cases. */
export const makeWorkflowHandlers = (deps: RouteDeps) => ({
  listWorkflows: getWorkflows(deps),
  showWorkflow: getWorkflowByName(deps),
  changeWorkflow: patchWorkflowByName(deps),
  pauseWorkflow: postWorkflowPause(deps),
  resumeWorkflow: postWorkflowResume(deps),
  listCases: getCases(deps),
  // Before one by its id: `groups` is none.
  listCaseGroups: getCaseGroups(deps),
  showCase: getCaseById(deps),
  releaseCase: postCaseRelease(deps),
  closeCase: postCaseClose(deps),
});
