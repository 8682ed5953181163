import type { RouteName } from '@sherpa/api';
import type { Handler } from '../http/handler.ts';
import { getAgentByName } from './api/agents/by-name/get.ts';
import { getAgents } from './api/agents/get.ts';
import { postApprovalApprove } from './api/approvals/by-id/approve/post.ts';
import { getApprovalById } from './api/approvals/by-id/get.ts';
import { postApprovalReject } from './api/approvals/by-id/reject/post.ts';
import { getApprovals } from './api/approvals/get.ts';
import { postConnectionCheck } from './api/connections/by-id/check/post.ts';
import { deleteConnectionById } from './api/connections/by-id/delete.ts';
import { getConnectionById } from './api/connections/by-id/get.ts';
import { patchConnectionById } from './api/connections/by-id/patch.ts';
import { getConnections } from './api/connections/get.ts';
import { postConnection } from './api/connections/post.ts';
import { postRotateKeys } from './api/connections/rotate-keys/post.ts';
import { getBudgets } from './api/budgets/get.ts';
import { getEvents } from './api/events/get.ts';
import { getWhy } from './api/why/get.ts';
import { getKnowledgeById } from './api/knowledge/by-id/get.ts';
import { deleteKnowledge } from './api/knowledge/by-source/by-external-id/delete.ts';
import { putKnowledge } from './api/knowledge/by-source/by-external-id/put.ts';
import { getKnowledge } from './api/knowledge/get.ts';
import { postSignal } from './api/signals/post.ts';
import { deleteScheduleById } from './api/schedules/by-id/delete.ts';
import { getScheduleById } from './api/schedules/by-id/get.ts';
import { postSchedulePause } from './api/schedules/by-id/pause/post.ts';
import { postScheduleResume } from './api/schedules/by-id/resume/post.ts';
import { postScheduleRun } from './api/schedules/by-id/run/post.ts';
import { getSchedules } from './api/schedules/get.ts';
import { postSchedule } from './api/schedules/post.ts';
import { getFailures } from './api/failures/get.ts';
import { getRedriveById } from './api/redrives/by-id/get.ts';
import { postRedriveStop } from './api/redrives/by-id/stop/post.ts';
import { getRedrives } from './api/redrives/get.ts';
import { postRedrive } from './api/redrives/post.ts';
import { getSync } from './api/sync/get.ts';
import { getQuarantine } from './api/sync/quarantine/get.ts';
import { getStatus } from './api/status/get.ts';
import { getLiveStatus } from './api/status/live/get.ts';
import { postTasksBulk } from './api/tasks/bulk/post.ts';
import { postTaskCancel } from './api/tasks/by-id/cancel/post.ts';
import { getTaskById } from './api/tasks/by-id/get.ts';
import { postTaskRetry } from './api/tasks/by-id/retry/post.ts';
import { getTasks } from './api/tasks/get.ts';
import { postDryRun } from './api/tasks/dry-run/post.ts';
import { postTask } from './api/tasks/post.ts';
import { makeWorkflowHandlers } from './workflow-handlers.ts';
import { makeCustomerHandlers } from './customer-handlers.ts';
import { makeWebhookHandlers } from './webhook-handlers.ts';
import type { RouteDeps } from './deps.ts';
import { getLiveness } from './health/live/get.ts';
import { getReadiness } from './health/ready/get.ts';
import { getHome } from './home/get.ts';
import { getMetrics } from './metrics/get.ts';
import { getOpenApi } from './openapi/get.ts';

/** Who answers each endpoint of the API; the compiler sees to it that none is left out. */
export const makeHandlers = (deps: RouteDeps): Readonly<Record<RouteName, Handler>> => ({
  enqueueTask: postTask(deps),
  dryRunTask: postDryRun(deps),
  enqueueTasks: postTasksBulk(deps),
  listTasks: getTasks(deps),
  showTask: getTaskById(deps),
  retryTask: postTaskRetry(deps),
  cancelTask: postTaskCancel(deps),
  listFailures: getFailures(deps),
  startRedrive: postRedrive(deps),
  listRedrives: getRedrives(deps),
  showRedrive: getRedriveById(deps),
  stopRedrive: postRedriveStop(deps),
  listAgents: getAgents(deps),
  showAgent: getAgentByName(deps),
  listBudgets: getBudgets(deps),
  explainCause: getWhy(deps),
  ...makeCustomerHandlers(deps),
  listEvents: getEvents(deps),
  searchKnowledge: getKnowledge(deps),
  showKnowledge: getKnowledgeById(deps),
  writeKnowledge: putKnowledge(deps),
  deleteKnowledge: deleteKnowledge(deps),
  sendSignal: postSignal(deps),
  listApprovals: getApprovals(deps),
  showApproval: getApprovalById(deps),
  approveApproval: postApprovalApprove(deps),
  rejectApproval: postApprovalReject(deps),
  listSchedules: getSchedules(deps),
  showSchedule: getScheduleById(deps),
  createSchedule: postSchedule(deps),
  pauseSchedule: postSchedulePause(deps),
  resumeSchedule: postScheduleResume(deps),
  runSchedule: postScheduleRun(deps),
  deleteSchedule: deleteScheduleById(deps),
  listConnections: getConnections(deps),
  showConnection: getConnectionById(deps),
  createConnection: postConnection(deps),
  changeConnection: patchConnectionById(deps),
  deleteConnection: deleteConnectionById(deps),
  checkConnection: postConnectionCheck(deps),
  rotateCredentialKeys: postRotateKeys(deps),
  listStreams: getSync(deps),
  listQuarantine: getQuarantine(deps),
  ...makeWebhookHandlers(deps),
  ...makeWorkflowHandlers(deps),
  showStatus: getStatus(deps),
  showLiveStatus: getLiveStatus(deps),
  showHome: getHome(),
  showOpenApi: getOpenApi(),
  showLiveness: getLiveness(),
  showReadiness: getReadiness(deps),
  showMetrics: getMetrics(deps),
});
