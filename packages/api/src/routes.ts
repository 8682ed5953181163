import { listAgents, showAgent } from './agents/endpoints.ts';
import { approveApproval, listApprovals, rejectApproval, showApproval } from './approvals/endpoints.ts';
import {
  changeConnection,
  checkConnection,
  createConnection,
  deleteConnection,
  listConnections,
  rotateCredentialKeys,
  showConnection,
} from './connections/endpoints.ts';
import { listBudgets } from './budgets/endpoints.ts';
import { explainCause } from './causes/endpoints.ts';
import {
  explainCustomer,
  listCustomerHistory,
  listCustomers,
  mergeCustomers,
  showCustomer,
  splitCustomer,
  undoCustomerMerge,
} from './customers/endpoints.ts';
import {
  approveCustomerReview,
  listCustomerReviews,
  rejectCustomerReview,
  showCustomerReview,
} from './customers/review.ts';
import { forgetPerson, previewForgetting } from './customers/forgetting.ts';
import { listEvents } from './events/endpoints.ts';
import { deleteKnowledge, searchKnowledge, showKnowledge, writeKnowledge } from './knowledge/endpoints.ts';
import { listFailures } from './failures/endpoints.ts';
import { showHome, showLiveness, showMetrics, showOpenApi, showReadiness } from './operations/endpoints.ts';
import { sendSignal } from './signals/endpoints.ts';
import {
  createSchedule,
  deleteSchedule,
  listSchedules,
  pauseSchedule,
  resumeSchedule,
  runSchedule,
  showSchedule,
} from './schedules/endpoints.ts';
import { listRedrives, showRedrive, startRedrive, stopRedrive } from './redrives/endpoints.ts';
import { listQuarantine, listStreams } from './sync/endpoints.ts';
import { showLiveStatus, showStatus } from './status/endpoints.ts';
import { cancelTask, listTasks, retryTask, showTask } from './tasks/endpoints.ts';
import { dryRunTask, enqueueTask, enqueueTasks } from './tasks/enqueue.ts';
import {
  changeWorkflow,
  closeCase,
  listCaseGroups,
  listCases,
  listWorkflows,
  pauseWorkflow,
  resumeWorkflow,
  releaseCase,
  showCase,
  showWorkflow,
} from './workflows/endpoints.ts';
import {
  confirmHandshake,
  countWebhooks,
  listHandshakes,
  listWebhooks,
  replayWebhooks,
  showWebhook,
} from './webhooks/endpoints.ts';

/** Every endpoint of the gateway by its operation's name. */
export const routes = {
  enqueueTask,
  dryRunTask,
  enqueueTasks,
  listTasks,
  showTask,
  retryTask,
  cancelTask,
  listFailures,
  startRedrive,
  listRedrives,
  showRedrive,
  stopRedrive,
  listAgents,
  showAgent,
  listBudgets,
  explainCause,
  listCustomers,
  showCustomer,
  explainCustomer,
  listCustomerHistory,
  mergeCustomers,
  splitCustomer,
  undoCustomerMerge,
  listCustomerReviews,
  showCustomerReview,
  approveCustomerReview,
  rejectCustomerReview,
  previewForgetting,
  forgetPerson,
  listEvents,
  searchKnowledge,
  showKnowledge,
  writeKnowledge,
  deleteKnowledge,
  sendSignal,
  listWorkflows,
  pauseWorkflow,
  resumeWorkflow,
  showWorkflow,
  changeWorkflow,
  listCaseGroups,
  listCases,
  showCase,
  releaseCase,
  closeCase,
  listApprovals,
  showApproval,
  approveApproval,
  rejectApproval,
  listSchedules,
  showSchedule,
  createSchedule,
  pauseSchedule,
  resumeSchedule,
  runSchedule,
  deleteSchedule,
  listConnections,
  showConnection,
  createConnection,
  changeConnection,
  deleteConnection,
  checkConnection,
  rotateCredentialKeys,
  listStreams,
  listQuarantine,
  listWebhooks,
  countWebhooks,
  showWebhook,
  replayWebhooks,
  listHandshakes,
  confirmHandshake,
  showStatus,
  showLiveStatus,
  showHome,
  showOpenApi,
  showLiveness,
  showReadiness,
  showMetrics,
};

export type Routes = typeof routes;
export type RouteName = keyof Routes;
