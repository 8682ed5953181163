import '@sherpa/devstack/vitest';
import { sql } from 'kysely';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { newId, type Credentials, type KnowledgeDocument } from '@sherpa/core';
import { activeConnections } from './connections/active-connections.ts';
import { findConnection, getConnection, listConnections } from './connections/browse-connections.ts';
import { changeConnection, removeConnection } from './connections/change-connection.ts';
import type { Connection } from './connections/connection.ts';
import { createConnection } from './connections/create-connection.ts';
import { markUnauthorized, noteCheck, noteUse } from './connections/note-connections.ts';
import { openCredentials } from './connections/open-credentials.ts';
import { wakeWaiting } from './connections/wake-waiting.ts';
import { applyCustomerSources } from './customers/apply-sources.ts';
import { findCustomerByKey, getCustomer, listCustomers } from './customers/browse-customers.ts';
import { mergeCustomers } from './customers/by-hand/merge-customers.ts';
import { splitCustomer } from './customers/by-hand/split-customer.ts';
import { undoMerge } from './customers/by-hand/undo-merge.ts';
import { customerHistory } from './customers/customer-history.ts';
import type { CustomerSource } from './customers/customer-source.ts';
import { explainCustomer } from './customers/explain-customer.ts';
import { signPrivacyRecord, verifyPrivacyRecords } from './customers/privacy/audit.ts';
import { forgetPerson, previewForgetting } from './customers/privacy/forget-person.ts';
import { findForgotten, hasForgotten } from './customers/privacy/forgotten.ts';
import { locatePerson } from './customers/privacy/locate-person.ts';
import { getReview, listReviews } from './customers/reviews/browse-reviews.ts';
import { billingSummary } from './customers/risk/billing-summary.ts';
import { noteRevenue } from './customers/risk/note-revenue.ts';
import { payingCustomerOf } from './customers/risk/paying-customer.ts';
import { readSignals } from './customers/risk/read-signals.ts';
import { saveRisks } from './customers/risk/save-risks.ts';
import type { Review } from './customers/reviews/review.ts';
import { companiesOfDomain } from './customers/companies-of-domain.ts';
import { withSides } from './customers/reviews/review-sides.ts';
import { decideReview } from './customers/reviews/decide-review.ts';
import { agentHealth } from './fleet/agent-health.ts';
import { fleetCounts, liveCounts } from './fleet/fleet-counts.ts';
import { insertLogs } from './fleet/logs.ts';
import { listAttempts } from './failures/list-attempts.ts';
import { listFailures } from './failures/list-failures.ts';
import { retryTasks } from './failures/retry-tasks.ts';
import { listInsightsDays, readInsightsDay, saveInsightsDay } from './insights/days.ts';
import { countLiveCases, dealFigures, moneyBetween, revenueThatDiffers } from './insights/figures.ts';
import { findDirt } from './insights/hygiene.ts';
import { settledMatters, unaskedPayers, unaskedReviews } from './insights/identity-matters.ts';
import { listDeals } from './insights/list-deals.ts';
import { noteDayRevenue } from './insights/note-day-revenue.ts';
import { OPERATIONS_SOURCE, readOwnPages } from './knowledge/own-pages.ts';
import { readContents } from './knowledge/read-contents.ts';
import { listStreams } from './mirror/browse-streams.ts';
import { buryObjects } from './mirror/bury-objects.ts';
import { findAbsent, readAbsent } from './mirror/find-absent.ts';
import { findRenewing } from './mirror/find-renewing.ts';
import { finishRun } from './mirror/finish-run.ts';
import { isSettled } from './mirror/is-settled.ts';
import { mirrorPage } from './mirror/mirror-page.ts';
import { noteError, notePosition, noteTotal } from './mirror/move-run.ts';
import { openRun } from './mirror/open-run.ts';
import { findKnownNodes } from './customers/known-nodes.ts';
import { findSuppressedEmails } from './customers/privacy/suppressed-emails.ts';
import { titlesAbove, titlesOf } from './mirror/pages-above.ts';
import { recentTickets } from './mirror/recent-tickets.ts';
import { purgeRecords } from './mirror/purge-records.ts';
import { retryQuarantined } from './mirror/retry-quarantined.ts';
import { listQuarantine, quarantine } from './mirror/quarantine.ts';
import { NO_CONNECTION } from './mirror/record.ts';
import { readStream } from './mirror/stream-state.ts';
import type { SyncRun } from './mirror/sync-run.ts';
import { markResolved, takeUnresolved } from './mirror/unresolved.ts';
import { writeRows } from './mirror/write-rows.ts';
import { listNotedPayers, noteMovedPayers, notePayers } from './payments/note-payers.ts';
import { readPaymentStates } from './payments/payment-states.ts';
import { settlePayers } from './payments/settle-payers.ts';
import { cancelRedrive, getRedrive, listRedrives } from './redrives/browse-redrives.ts';
import { startRedrive } from './redrives/start-redrive.ts';
import {
  findKnowledgePage,
  getKnowledgePage,
  hasKnowledge,
  listKnowledgePages,
} from './knowledge/browse-knowledge.ts';
import { deleteKnowledgePages, deleteUnreachable, markUnreachable } from './knowledge/delete-knowledge.ts';
import { purgeKnowledgeOf } from './knowledge/purge-knowledge.ts';
import { saveKnowledgePages } from './knowledge/save-knowledge.ts';
import { searchKnowledge } from './knowledge/search-knowledge.ts';
import { guessWords } from './knowledge/spelling.ts';
import type { Db } from './schema/index.ts';
import { findFieldOrigin } from './causes/field-sources.ts';
import { findAsked, findEffectByName, findEffectsByKey, findEffectsOfObject } from './causes/find-asked.ts';
import { findMirrored } from './causes/mirrored-source.ts';
import { readTrace } from './causes/trace.ts';
import { listEffects } from './tasks/browse-effects.ts';
import { getSchedule, listSchedules } from './schedules/browse-schedules.ts';
import {
  createSchedule,
  deleteSchedule,
  pauseSchedule,
  resumeSchedule,
} from './schedules/change-schedules.ts';
import { declareSchedules, findUndeclared, forgetUndeclared } from './schedules/declare-schedules.ts';
import { insertMissedTicks } from './schedules/missed-ticks.ts';
import { moveSchedules, noteRun } from './schedules/move-schedules.ts';
import { supersedeTask } from './schedules/supersede-task.ts';
import { isScheduleDue, takeDueSchedules } from './schedules/take-due-schedules.ts';
import { tasksThatExist } from './schedules/tasks-that-exist.ts';
import { listEvents } from './tasks/browse-events.ts';
import { getTask, listTasks } from './tasks/browse-tasks.ts';
import { claimTasks } from './tasks/claim-tasks.ts';
import { endEffects, intendEffects } from './tasks/effects.ts';
import { enqueueTasksIn } from './tasks/enqueue-tasks.ts';
import { finishTasks } from './tasks/finish-tasks.ts';
import { insertTasks } from './tasks/insert-tasks.ts';
import { renewLeases } from './tasks/leases.ts';
import { forgiveAttempts } from './tasks/forgive-attempts.ts';
import { cancelTask, retryTask } from './tasks/move-task.ts';
import { overdueJobs, stageJobs } from './outbox/stage-jobs.ts';
import { agentsAtWork, isLiveSince, oldestPending, pendingTasks } from './tasks/pending-tasks.ts';
import { readState } from './tasks/state.ts';
import { listSteps, saveSteps } from './tasks/steps.ts';
import { ensureTenant, listTenants } from './tenants.ts';
import { getApproval, listApprovals } from './waits/browse-approvals.ts';
import { getWait } from './waits/browse-waits.ts';
import { decideApproval } from './waits/decide-approval.ts';
import { isWaitDue } from './waits/due-waits.ts';
import { sendSignal } from './waits/signals.ts';
import {
  countDeliveries,
  getDelivery,
  lastDeliveryAt,
  listDeliveries,
} from './webhooks/browse-deliveries.ts';
import type { NewDelivery } from './webhooks/delivery.ts';
import { dropHandshakes, keepHandshake, listHandshakes } from './webhooks/handshakes.ts';
import { insertDeliveries } from './webhooks/insert-deliveries.ts';
import { findPendingRefreshes } from './webhooks/pending-refreshes.ts';
import { purgeDeliveries } from './webhooks/purge-deliveries.ts';
import { countRefusals, listRefusals } from './webhooks/refusals.ts';
import { assignDeliveries, findReplayable } from './webhooks/replay-deliveries.ts';
import { findNewKeys, takeKeys } from './webhooks/take-keys.ts';
import { tellVersionDrift } from './webhooks/version-drift.ts';
import { makeTestDatabase, makeTestVault, newFinish, newTask, type TestDatabase } from './testing/index.ts';
import { findOpenCase } from './workflows/find-open-case.ts';
import { findCase, findCases, getCase, listCases } from './workflows/browse-cases.ts';
import { groupCases } from './workflows/group-cases.ts';
import { closeCase, endCase, holdCase, noteCase, openCase } from './workflows/move-case.ts';
import { listWorkflowSettings, readWorkflowSettings, saveWorkflowSettings } from './workflows/settings.ts';

let database: TestDatabase;
let victim: {
  tenantId: string;
  pending: string;
  failed: string;
  worker: string;
  customer: string;
  approval: string;
  schedule: string;
  redrive: string;
  run: SyncRun;
  connection: string;
  delivery: string;
  page: string;
  case: string;
  merge: string;
  review: string;
};
const OTHER = 'other';

const contact: CustomerSource = {
  system: 'hubspot',
  objectType: 'contact',
  externalId: '1',
  keys: ['hubspot:contact:1', 'email:secret@victim.test'],
  fields: { name: 'Victim', email: 'secret@victim.test' },
  version: 1,
  deleted: false,
};

const secretPage: KnowledgeDocument = {
  source: 'notion',
  externalId: 'p',
  title: 'Secretive',
  url: null,
  content: 'secret@victim.test',
  path: ['Hidden'],
  tags: ['secret'],
  category: null,
  editedAt: new Date('2026-01-01T00:00:00Z'),
  version: 1,
  hash: 'h',
  deleted: false,
  chunks: [{ position: 0, headingPath: [], headings: [], text: 'secret@victim.test' }],
};
const victimsPages = { source: 'notion', externalIds: ['p'] };
/** Two payers that share a number, and one that becomes the contact later. */
const payers: readonly CustomerSource[] = ['cus_1', 'cus_2'].map((externalId) => ({
  system: 'stripe',
  objectType: 'customer',
  externalId,
  keys: [`stripe:customer:${externalId}`],
  fields: { phone: '+49 30 1234567', name: 'Victim' },
  version: 1,
  deleted: false,
}));

const said = { by: 'eve', reason: null };

const everyMinute = {
  rule: { everyMs: 60_000 },
  policy: { jitterMs: 0, missed: 'last', overlap: 'skip' },
} as const;
const next = { tick: new Date('2026-01-01T00:00:00Z'), runAt: new Date('2026-01-01T00:00:00Z') };
const work = { agent: 'sales', type: 'contacts.sync' };

const newSchedule = (tenantId: string) => ({
  id: newId(),
  tenantId,
  ...work,
  name: 'secret',
  terms: everyMinute,
  payload: {},
  nextTickAt: next.tick,
  nextRunAt: next.runAt,
});

const vault = makeTestVault();
const credentials: Credentials = { vendor: 'stripe', apiKey: 'sk_test_secret', webhookSecrets: [] };
const newConnection = (tenantId: string) => ({ tenantId, name: 'secret', credentials });

const streamFacts = (tenantId: string) => ({
  address: {
    tenantId,
    connectionId: NO_CONNECTION,
    system: 'hubspot',
    stream: 'contacts',
    lane: 'sync',
  } as const,
  agent: 'sales',
  objectType: 'contact',
  fingerprint: 'secret',
  freshWithinMs: 60_000,
});

const mirrored = {
  place: (tenantId: string) =>
    ({ tenantId, connectionId: NO_CONNECTION, system: 'hubspot', objectType: 'contact' }) as const,
  row: {
    externalId: '1',
    payload: '{"email":"secret@victim.test"}',
    contentHash: 'h',
    version: 1,
    deleteReason: null,
  },
  terms: { observedAt: new Date(0), writtenBy: null, revives: true, resolves: true },
  checkpoint: { phase: 'list', position: { after: 'secret' }, rows: 1 },
  run: { mode: 'full', phase: 'list', since: null, estimatedTotal: null } as const,
};

/** A run of the victim under way: a page read, an object left out, another one found to be missing. */
const fillMirror = async (engine: Db, tenantId: string): Promise<SyncRun> => {
  const opened = await engine
    .transaction()
    .execute((tx) => openRun(tx, streamFacts(tenantId), newId(), () => mirrored.run));
  if (opened === undefined) throw new Error('The run was not begun.');
  const { run } = opened;
  const page = {
    ...mirrored.terms,
    rows: [mirrored.row],
    gone: [],
    seen: [mirrored.row.externalId],
    checkpoint: mirrored.checkpoint,
  };
  await mirrorPage(engine, run, 0, page);
  await sql`update source_records set observed_at = '1970-01-01'`.execute(engine);
  await sql`
    insert into sync_pages (tenant_id, run_id, kind, page, ids) values (${tenantId}, ${run.id}, 'absent', 0, '{secret}')`.execute(
    engine,
  );
  await quarantine(engine, run, [{ externalId: 'secret', why: 'internal', details: {} }]);
  return run;
};

const newDelivery = (tenantId: string, connectionId: string): NewDelivery => ({
  id: newId(),
  tenantId,
  connectionId,
  vendor: 'stripe',
  key: 'evt_1',
  type: 'customer.updated',
  objects: [{ type: 'customer', id: 'cus_1' }],
  occurredAt: new Date(0),
  apiVersion: 'old',
  status: 'received',
  reason: null,
  payload: { email: 'secret@victim.test' },
});

/** An event that came, with all that comes beside events. */
const fillInbox = async (
  engine: Db,
  tenantId: string,
  connectionId: string,
  taskId: string,
): Promise<string> => {
  const delivery = newDelivery(tenantId, connectionId);
  await takeKeys(engine, [delivery]);
  await insertDeliveries(engine, [{ ...delivery, taskId }]);
  await countRefusals(engine, [{ tenantId, connectionId, reason: 'forged', count: 1 }]);
  await keepHandshake(engine, vault, { id: connectionId, tenantId }, 'secret-token');
  return delivery.id;
};

const wantedRedrive = { filter: { code: 'internal' }, perSecond: 1, stopAt: null };

/** Customers with a history, a merge, a question and somebody who was forgotten. Answers with the two last. */
const fillCustomers = (tenantId: string): Promise<{ merge: string; review: string }> =>
  database.db.withTenant(tenantId, async (tx) => {
    await applyCustomerSources(tx, tenantId, [contact, ...payers]);
    await applyCustomerSources(tx, tenantId, [
      { ...contact, fields: { ...contact.fields, lifecycleStage: 'lead' }, version: 2 },
    ]);
    const third = { ...contact, externalId: '3', keys: ['hubspot:contact:3'], fields: { name: 'Third' } };
    await applyCustomerSources(tx, tenantId, [third]);
    const [one, other] = [
      await findCustomerByKey(tx, 'hubspot:contact:1'),
      await findCustomerByKey(tx, 'hubspot:contact:3'),
    ];
    const into = await mergeCustomers(tx, tenantId, { ids: [one?.id ?? '', other?.id ?? ''], ...said });
    await forgetPerson(tx, tenantId, { email: 'forgotten@victim.test' });
    await noteRevenue(tx, tenantId, '2026-01-01');
    const history = await customerHistory(tx, into, { limit: 10 });
    const [review] = await listReviews(tx, { limit: 1 });
    return { merge: history.find(({ kind }) => kind === 'merge')?.id ?? '', review: review?.id ?? '' };
  });

const nothingMoved = { count: 0, minor: 0 };
const secretDay = {
  currency: 'eur',
  revenueMinor: 1,
  subscriptions: 1,
  movements: { new: nothingMoved, churned: nothingMoved, upgraded: nothingMoved, downgraded: nothingMoved },
  happened: {},
  doubts: [],
};
const secretRecord = {
  request: 'secret',
  subjects: ['hubspot:contact:1'],
  askedBy: 'secret',
  origin: 'request',
  ticketId: null,
  objects: {},
  rows: 1,
};
const anyTime = { since: new Date(0), until: new Date('2100-01-01T00:00:00Z') };

const secretCase = (tenantId: string) => ({ tenantId, workflow: 'dunning', key: 'secret', taskId: newId() });
const secretSettings = (tenantId: string) => ({
  tenantId,
  workflow: 'dunning',
  settings: { secret: 'secret' },
  changedBy: 'ada',
  version: 0,
});
const oneReview: Review = {
  id: newId(),
  kind: 'suggestion',
  a: 'name:x',
  b: '',
  subjects: [],
  reason: 'alike',
  status: 'open',
  decidedBy: null,
  decisionReason: null,
  createdAt: new Date(),
  decidedAt: null,
};

/** One tenant that owns a row in every tenant table. */
const fillVictim = async (tenantId: string): Promise<typeof victim> => {
  const { engine } = database.db;
  const [pending, failed] = [newTask(tenantId, { key: 'held', delayMs: 600_000 }), newTask(tenantId)];
  await insertTasks(engine, [pending, failed]);
  const waiting = newTask(tenantId, { delayMs: 100_000 });
  await insertTasks(engine, [waiting]);
  await sql`update agent_tasks set uncounted_attempts = 1,
    error = '{"code": "conflict", "details": {"vendor": "stripe"}}' where id = ${waiting.id}`.execute(engine);
  const workerId = newId();
  await claimTasks(engine, { agent: 'sales', workerId, leaseMs: 1_000, ids: [failed.id] });
  const inTurn = newTask(tenantId, { concurrencyKey: 'secret' });
  await insertTasks(engine, [inTurn]);
  await claimTasks(engine, { agent: 'sales', workerId, leaseMs: 600_000, ids: [inTurn.id] });
  const hello = newTask(tenantId, { type: 'hello', messageId: newId(), delayMs: 600_000 });
  const error = { code: 'internal', message: 'x', details: {} };
  await finishTasks(engine, [
    newFinish({
      id: failed.id,
      tenantId,
      attempt: 1,
      workerId,
      outcome: { status: 'failed', error },
      state: [{ key: 'cursor', value: 'secret', version: 0 }],
      events: [{ id: newId(), type: 'x', data: {} }],
      messages: [{ id: hello.messageId ?? '', delivery: hello }],
    }),
  ]);
  const schedule = newSchedule(tenantId);
  await createSchedule(engine, schedule);
  await insertLogs(engine, [
    { timestamp: new Date(), level: 'error', message: 'x', agentId: null, tenantId, context: {} },
  ]);
  const merge = await fillCustomers(tenantId);
  await database.db.withTenant(tenantId, (tx) => saveKnowledgePages(tx, tenantId, [secretPage]));
  const redrive = await startRedrive(engine, { ...wantedRedrive, tenantId });
  const run = await fillMirror(engine, tenantId);
  const connection = await createConnection(engine, vault, newConnection(tenantId));
  const delivery = await fillInbox(engine, tenantId, connection?.id ?? '', pending.id);
  const more = [
    sql`insert into agent_redriven (redrive_id, tenant_id, task_id, outcome)
        values (${redrive.id}, ${tenantId}, ${failed.id}, 'skipped')`,
    sql`insert into agent_steps (tenant_id, task_id, name, result, attempt) values (${tenantId}, ${failed.id}, 's', '1', 1)`,
    sql`insert into agent_effects (tenant_id, task_id, name, agent, vendor, key, intent, attempt, object_id)
        values (${tenantId}, ${failed.id}, 'e', 'sales', 'stripe', 'k', '{}', 1, 'secret')`,
  ];
  await saveInsightsDay(engine, tenantId, '2026-03-01', [secretDay]);
  more.push(
    sql`insert into insights_subscriptions (tenant_id, subscription, currency, revenue_minor, before_minor, changed_on)
        values (${tenantId}, 'sub_secret', 'eur', 1, 0, '2026-03-01')`,
  );
  await notePayers(engine, { tenantId, payers: ['cus_secret'] });
  const written = [
    { objectType: 'companies', objectId: '1', values: { sherpa_mrr: 1 }, seenAt: null },
  ] as const;
  await settlePayers(engine, { tenantId, readAt: new Date().toISOString(), payers: [], written });
  await signPrivacyRecord(engine, tenantId, secretRecord);
  const secret = await openCase(engine, { ...secretCase(tenantId), subject: { secret: 'secret' } });
  await saveWorkflowSettings(engine, secretSettings(tenantId));
  const approval = newId();
  more.push(
    sql`insert into agent_turns (tenant_id, agent, key, task_id) values (${tenantId}, 'sales', 'k', ${failed.id})`,
    sql`insert into agent_waits (task_id, tenant_id, kind, name, signal, wake_at)
        values (${failed.id}, ${tenantId}, 'signal', 'w', 'paid', now())`,
    sql`insert into agent_signals (id, tenant_id, name, payload, sent_at)
        values (${newId()}, ${tenantId}, 'secret', '1', now())`,
    sql`insert into agent_approvals (id, tenant_id, task_id, agent, name, title, asked_of, escalate_to, escalate_at)
        values (${approval}, ${tenantId}, ${failed.id}, 'sales', 'a', 'Secret?', '{ada}', '{}', now())`,
  );
  for (const statement of more) await statement.execute(engine);
  const [customer, page] = await database.db.withTenant(tenantId, async (tx) => [
    await findCustomerByKey(tx, 'hubspot:contact:1'),
    await findKnowledgePage(tx, secretPage),
  ]);
  return {
    tenantId,
    pending: pending.id,
    failed: failed.id,
    worker: workerId,
    customer: customer?.id ?? '',
    approval,
    schedule: schedule.id,
    redrive: redrive.id,
    run,
    connection: connection?.id ?? '',
    delivery,
    page: page?.id ?? '',
    case: secret.id,
    ...merge,
  };
};

/** The attempt at the victim's task that is on record. */
const holder = () => ({ taskId: victim.failed, attempt: 1, workerId: victim.worker });

let other: string;
let victimConnection: Connection;
beforeAll(async () => {
  database = await makeTestDatabase(inject('postgresUrl'));
  other = (await ensureTenant(database.db.engine, OTHER)).id;
  victim = await fillVictim(database.tenantId);
  const connection = await getConnection(database.db.engine, victim.connection);
  if (connection === undefined) throw new Error('The victim has no connection.');
  victimConnection = connection;
});
afterAll(() => database.drop());

const tenantTables = async (): Promise<{ name: string; forced: boolean }[]> => {
  const { rows } = await sql<{ name: string; forced: boolean }>`
    select c.oid::regclass::text as name, c.relrowsecurity and c.relforcerowsecurity as forced
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    order by 1`.execute(database.db.engine);
  return rows;
};

/** Every repository function that runs in a tenant's transaction, aimed at the victim's rows. */
const attempts: Readonly<Record<string, (tx: Db) => Promise<unknown>>> = {
  listTasks: async (tx) => (await listTasks(tx, { limit: 100 })).length,
  getTask: async (tx) => ((await getTask(tx, victim.pending)) === undefined ? 0 : 1),
  retryTask: async (tx) => ((await retryTask(tx, victim.failed)).kind === 'unknown' ? 0 : 1),
  cancelTask: async (tx) => ((await cancelTask(tx, victim.pending)).kind === 'unknown' ? 0 : 1),
  listAttempts: async (tx) => (await listAttempts(tx, { id: victim.failed, createdAt: new Date() })).length,
  listFailures: async (tx) => (await listFailures(tx, {}, 10)).length,
  retryTasks: async (tx) => (await retryTasks(tx, [victim.failed])).length,
  listRedrives: async (tx) => (await listRedrives(tx, { limit: 10 })).length,
  getRedrive: async (tx) => ((await getRedrive(tx, victim.redrive)) === undefined ? 0 : 1),
  cancelRedrive: async (tx) => ((await cancelRedrive(tx, victim.redrive)) === undefined ? 0 : 1),
  listNotedPayers: async (tx) => (await listNotedPayers(tx, 10)).length,
  readPaymentStates: async (tx) => (await readPaymentStates(tx, ['cus_secret'])).states.length,
  companiesOfDomain: async (tx) => (await companiesOfDomain(tx, 'victim.test')).length,
  noteMovedPayers: (tx) => noteMovedPayers(tx, { tenantId: victim.tenantId, since: new Date(0) }),
  listCases: async (tx) => (await listCases(tx, { limit: 10 })).length,
  groupCases: async (tx) => (await groupCases(tx, { limit: 10 })).length,
  findOpenCase: async (tx) =>
    (await findOpenCase(tx, { workflow: 'dunning', subject: {} })) === undefined ? 0 : 1,
  recentTickets: async (tx) => (await recentTickets(tx, { account: 'contact:1', ...anyTime })).length,
  locatePerson: async (tx) =>
    (await locatePerson(tx, victim.tenantId, { node: 'hubspot:contact:1' })).customerIds.length,
  verifyPrivacyRecords: async (tx) => (await verifyPrivacyRecords(tx, victim.tenantId)).records,
  findCase: async (tx) => ((await findCase(tx, secretCase(victim.tenantId))) === undefined ? 0 : 1),
  findCases: async (tx) => (await findCases(tx, 'dunning', ['secret'])).size,
  readSignals: async (tx) => {
    const terms = { now: new Date(), billedSince: new Date(0), notedSince: new Date(0) };
    const about = { tenantId: victim.tenantId, revenueDay: '2026-01-02', workflow: 'dunning', ...terms };
    const all = await readSignals(tx, about, { limit: 10 });
    return all.signals.length + (await readSignals(tx, about, { ids: [victim.customer] })).signals.length;
  },
  payingCustomerOf: async (tx) =>
    (await payingCustomerOf(tx, victim.tenantId, 'cus_1')) === undefined ? 0 : 1,
  billingSummary: async (tx) =>
    (await billingSummary(tx, victim.tenantId, { payers: ['cus_1'], since: new Date(0) })).length,
  findRenewing: async (tx) => {
    const span = { from: new Date(0), until: new Date('2100-01-01T00:00:00Z'), minMonths: 0, limit: 10 };
    return (await findRenewing(tx, { tenantId: victim.tenantId, ...span })).length;
  },
  saveRisks: (tx) =>
    saveRisks(tx, victim.tenantId, {
      taskId: newId(),
      risks: [{ customerId: victim.customer, score: 1, reasons: null }],
    }),
  noteRevenue: (tx) => noteRevenue(tx, victim.tenantId, '2026-02-01'),
  noteCase: async (tx) => ((await noteCase(tx, secretCase(victim.tenantId), {})) === undefined ? 0 : 1),
  closeCase: async (tx) => ((await closeCase(tx, secretCase(victim.tenantId), 'x')) === undefined ? 0 : 1),
  endCase: async (tx) => ((await endCase(tx, victim.case, 'x')) === undefined ? 0 : 1),
  getCase: async (tx) => ((await getCase(tx, victim.case)) === undefined ? 0 : 1),
  listWorkflowSettings: async (tx) => (await listWorkflowSettings(tx)).length,
  readWorkflowSettings: async (tx) => ((await readWorkflowSettings(tx, 'dunning')) === undefined ? 0 : 1),
  readInsightsDay: async (tx) => (await readInsightsDay(tx, '2026-12-31')).length,
  listInsightsDays: async (tx) =>
    (await listInsightsDays(tx, { from: '2026-01-01', until: '2026-12-31' })).length,
  noteDayRevenue: async (tx) => (await noteDayRevenue(tx, victim.tenantId, '2026-03-02'))?.length ?? 1,
  moneyBetween: async (tx) => (await moneyBetween(tx, anyTime)).length,
  dealFigures: async (tx) => (await dealFigures(tx, anyTime)).length,
  listDeals: async (tx) => (await listDeals(tx, { ...anyTime, stageIds: ['secret'], limit: 10 })).length,
  countLiveCases: async (tx) => (await countLiveCases(tx, new Date())).length,
  revenueThatDiffers: async (tx) => (await revenueThatDiffers(tx, victim.tenantId)).length,
  findDirt: async (tx) => {
    const terms = { openStages: ['secret'], leavers: ['1'], at: new Date(), limit: 10 };
    return Object.values(await findDirt(tx, terms)).reduce((sum, { count }) => sum + count, 0);
  },
  unaskedReviews: async (tx) => (await unaskedReviews(tx, { workflow: 'x', limit: 10 })).length,
  unaskedPayers: async (tx) => (await unaskedPayers(tx, { workflow: 'x', limit: 10 })).length,
  settledMatters: async (tx) => (await settledMatters(tx, { workflow: 'identity-review', limit: 10 })).length,
  readContents: async (tx) => (await readContents(tx, [victim.page])).length,
  findAsked: async (tx) => ((await findAsked(tx, victim.pending)) === undefined ? 0 : 1),
  findEffectsByKey: async (tx) => (await findEffectsByKey(tx, 'k')).length,
  findEffectByName: async (tx) => (await findEffectByName(tx, victim.failed, 'e')).length,
  findEffectsOfObject: async (tx) =>
    (await findEffectsOfObject(tx, { system: 'stripe', objectType: 'customer', externalId: 'secret' }))
      .length,
  findMirrored: async (tx) =>
    (await findMirrored(tx, { system: 'hubspot', objectType: 'contact', externalId: '1' })) === undefined
      ? 0
      : 1,
  findFieldOrigin: async (tx) => ('known' in (await findFieldOrigin(tx, victim.customer, 'email')) ? 0 : 1),
  readTrace: async (tx) => ((await readTrace(tx, victim.failed, 'whole')) === undefined ? 0 : 1),
  listEvents: async (tx) => (await listEvents(tx, { limit: 100 })).length,
  listCustomers: async (tx) => (await listCustomers(tx, { limit: 100 })).length,
  searchCustomers: async (tx) => (await listCustomers(tx, { query: 'victim', limit: 100 })).length,
  getCustomer: async (tx) => ((await getCustomer(tx, victim.customer)) === undefined ? 0 : 1),
  findCustomerByKey: async (tx) =>
    (await findCustomerByKey(tx, 'email:secret@victim.test')) === undefined ? 0 : 1,
  explainCustomer: async (tx) => ((await explainCustomer(tx, victim.customer)) === undefined ? 0 : 1),
  customerHistory: async (tx) => (await customerHistory(tx, victim.customer, { limit: 10 })).length,
  previewForgetting: async (tx) =>
    Object.keys((await previewForgetting(tx, victim.tenantId, { node: 'hubspot:contact:1' })).objects).length,
  getReview: async (tx) => ((await getReview(tx, victim.review)) === undefined ? 0 : 1),
  withSides: async (tx) =>
    (await withSides(tx, [{ ...oneReview, subjects: ['hubspot:contact:1'] }]))[0]?.sides.length ?? 0,
  listReviews: async (tx) => (await listReviews(tx, { limit: 10 })).length,
  searchAlike: async (tx) => (await listCustomers(tx, { query: 'victm', limit: 100 })).length,
  readState: async (tx) => {
    const address = { tenantId: victim.tenantId, agent: 'sales', key: 'cursor' };
    return (await readState(tx, address)) === undefined ? 0 : 1;
  },
  agentHealth: async (tx) =>
    (await agentHealth(tx, ['sales'])).reduce((sum, one) => sum + one.pending + one.failed, 0),
  fleetCounts: async (tx) => {
    const counts = await fleetCounts(tx);
    return (
      counts.tasks.pending + counts.tasks.failed + counts.customers + counts.events + counts.messages.pending
    );
  },
  liveCounts: async (tx) => {
    const counts = await liveCounts(tx);
    return counts.tasks.pending + counts.tasks.in_progress + counts.tasks.waiting + counts.messages.pending;
  },
  listTenants: async (tx) => (await listTenants(tx)).filter((tenant) => tenant.id === victim.tenantId).length,
  renewLeases: async (tx) =>
    (await renewLeases(tx, 1_000, [{ id: victim.failed, attempt: 1, progress: null }])).length,
  forgiveAttempts: async (tx) => Number(await forgiveAttempts(tx, holder())),
  listSteps: async (tx) => (await listSteps(tx, [victim.failed])).length,
  listEffects: async (tx) => (await listEffects(tx, victim.failed)).length,
  saveSteps: async (tx) =>
    (await saveSteps(tx, [{ ...holder(), name: 's', result: 2 }])).filter(Boolean).length,
  intendEffects: async (tx) => {
    const effect = { ...holder(), name: 'e', vendor: 'stripe', key: 'k', intent: {} };
    return (await intendEffects(tx, [effect])).filter((one) => one !== undefined).length;
  },
  endEffects: async (tx) =>
    (await endEffects(tx, [{ ...holder(), name: 'e', status: 'performed', outcome: 2 }])).filter(Boolean)
      .length,
  getWait: async (tx) => ((await getWait(tx, victim.failed)) === undefined ? 0 : 1),
  sendSignal: async (tx) => (await sendSignal(tx, { tenantId: other, name: 'paid', payload: 1 })).woken,
  isWaitDue: async (tx) => Number(await isWaitDue(tx)),
  listApprovals: async (tx) => (await listApprovals(tx, { limit: 100 })).length,
  getApproval: async (tx) => ((await getApproval(tx, victim.approval)) === undefined ? 0 : 1),
  decideApproval: async (tx) => {
    const decision = { approved: true, by: 'eve', reason: null };
    return (await decideApproval(tx, victim.approval, decision)).kind === 'unknown' ? 0 : 1;
  },
  listSchedules: async (tx) => (await listSchedules(tx, { limit: 100 })).length,
  getSchedule: async (tx) => ((await getSchedule(tx, victim.schedule, 'locked')) === undefined ? 0 : 1),
  pauseSchedule: async (tx) => ((await pauseSchedule(tx, victim.schedule)) === undefined ? 0 : 1),
  resumeSchedule: async (tx) => ((await resumeSchedule(tx, victim.schedule, next)) === undefined ? 0 : 1),
  deleteSchedule: async (tx) => ((await deleteSchedule(tx, victim.schedule)) === undefined ? 0 : 1),
  isScheduleDue: async (tx) => Number(await isScheduleDue(tx, [work])),
  takeDueSchedules: async (tx) => (await takeDueSchedules(tx, [work], 100)).schedules.length,
  findUndeclared: async (tx) =>
    (await findUndeclared(tx, [{ ...work, terms: everyMinute }])).filter(
      ({ tenantId }) => tenantId === victim.tenantId,
    ).length,
  pendingTasks: async (tx) =>
    (await pendingTasks(tx, { agent: 'sales', after: undefined, limit: 100 })).length,
  agentsAtWork: async (tx) => (await agentsAtWork(tx)).length,
  isLiveSince: async (tx) => ((await isLiveSince(tx, new Date(Date.now() + 60_000))) ? 1 : 0),
  oldestPending: async (tx) =>
    (await oldestPending(tx, { agent: 'sales', olderThanMs: 0 })) === undefined ? 0 : 1,
  tasksThatExist: async (tx) => (await tasksThatExist(tx, [victim.pending])).size,
  listConnections: async (tx) => (await listConnections(tx, { limit: 100 })).length,
  getConnection: async (tx) => ((await getConnection(tx, victim.connection, 'locked')) === undefined ? 0 : 1),
  findConnection: async (tx) =>
    (await findConnection(tx, { tenantId: victim.tenantId, vendor: 'stripe' })) === undefined ? 0 : 1,
  activeConnections: async (tx) => (await activeConnections(tx, [victim.tenantId])).length,
  openCredentials: (tx) =>
    openCredentials(vault, tx, victim.connection).then(
      () => 1,
      () => 0,
    ),
  removeConnection: async (tx) => ((await removeConnection(tx, victim.connection)) === undefined ? 0 : 1),
  changeConnection: (tx) =>
    changeConnection(tx, vault, victimConnection, { name: 'forged' }).then(
      () => 1,
      () => 0,
    ),
  noteCheck: async (tx) => {
    const { id: connectionId, credentialsChangedAt } = victimConnection;
    return (await noteCheck(tx, { connectionId, credentialsChangedAt, account: '1' })) === undefined ? 0 : 1;
  },
  markUnauthorized: async (tx) => {
    const { id: connectionId, credentialsChangedAt } = victimConnection;
    return Number(
      await markUnauthorized(tx, { connectionId, credentialsChangedAt, reason: 'x', agent: 'eve' }),
    );
  },
  wakeWaiting: async (tx) => {
    const { id, tenantId } = victimConnection;
    return (await wakeWaiting(tx, { id, tenantId, vendor: 'stripe' })).jobs.length;
  },
  hasForgotten: async (tx) => Number(await hasForgotten(tx, victim.tenantId)),
  findForgotten: async (tx) => {
    const asked = { nodes: [], said: ['forgotten@victim.test'] };
    return (await findForgotten(tx, victim.tenantId, asked)).addresses.size;
  },
  noteUse: async (tx) => {
    await noteUse(tx, victim.connection);
    return 0;
  },
  searchKnowledge: async (tx) => (await searchKnowledge(tx, { query: 'secret', limit: 10 })).hits.length,
  searchKnowledgeByTag: async (tx) =>
    (await searchKnowledge(tx, { query: 'secretive', tags: ['secret'], path: ['Hidden'], limit: 10 })).hits
      .length,
  guessWords: async (tx) => (await guessWords(tx, ['secretvie'])).size,
  getKnowledgePage: async (tx) => ((await getKnowledgePage(tx, victim.page)) === undefined ? 0 : 1),
  findKnowledgePage: async (tx) => ((await findKnowledgePage(tx, secretPage)) === undefined ? 0 : 1),
  listKnowledgePages: async (tx) => (await listKnowledgePages(tx, { limit: 10 })).length,
  hasKnowledge: async (tx) => Number(await hasKnowledge(tx)),
  readOwnPages: async (tx) =>
    (await readOwnPages(tx)).below.filter((title) => title !== OPERATIONS_SOURCE).length,
  markUnreachable: async (tx) => (await markUnreachable(tx, victimsPages)).marked,
  deleteKnowledgePages: async (tx) => (await deleteKnowledgePages(tx, victimsPages)).pageIds.length,
  deleteUnreachable: async (tx) => (await deleteUnreachable(tx, 0)).pageIds.length,
  purgeKnowledgeOf: async (tx) => {
    const { deleted, redacted } = await purgeKnowledgeOf(tx, ['secret@victim.test']);
    return deleted + redacted;
  },
  listStreams: async (tx) => (await listStreams(tx)).length,
  readStream: async (tx) => ((await readStream(tx, victim.run.address)) === undefined ? 0 : 1),
  listQuarantine: async (tx) => (await listQuarantine(tx, 10)).length,
  takeUnresolved: async (tx) =>
    (await takeUnresolved(tx, { tenantId: victim.tenantId, system: 'hubspot', limit: 10 })).length,
  isSettled: async (tx) =>
    Number(
      await isSettled(tx, victim.tenantId, [
        { system: 'hubspot', stream: 'contacts', objectType: 'contact' },
      ]),
    ),
  findAbsent: async (tx) => (await findAbsent(tx, victim.run)).known,
  readAbsent: async (tx) => ((await readAbsent(tx, victim.run, 0)) === undefined ? 0 : 1),
  retryQuarantined: (tx) =>
    retryQuarantined(tx, { tenantId: victim.tenantId, system: 'hubspot', reason: 'payload_unreadable' }),
  titlesAbove: async (tx) => (await titlesAbove(tx, { ...mirrored.place(victim.tenantId), ids: ['1'] })).size,
  titlesOf: async (tx) => (await titlesOf(tx, { ...mirrored.place(victim.tenantId), ids: ['1'] })).size,
  findKnownNodes: async (tx) => (await findKnownNodes(tx, victim.tenantId, ['hubspot:contact:1'])).size,
  findSuppressedEmails: async (tx) => (await findSuppressedEmails(tx, victim.tenantId, ['a@b.example'])).size,
  purgeRecords: async (tx) => purgeRecords(tx, mirrored.place(victim.tenantId), ['1']),
  mirrorPage: async (tx) => {
    const page = { ...mirrored.terms, rows: [], gone: [], checkpoint: mirrored.checkpoint };
    await expect(mirrorPage(tx, victim.run, 1, page)).rejects.toMatchObject({ code: 'conflict' });
    return 0;
  },
  finishRun: async (tx) => {
    const ending = finishRun(tx, victim.run, 1, { archivedRows: undefined });
    await expect(ending).rejects.toMatchObject({ code: 'conflict' });
    return 0;
  },
  // These tell nothing; that the victim's rows are as before is looked at in the end.
  buryArchived: async (tx) =>
    buryObjects(tx, mirrored.place(victim.tenantId), [{ externalId: '1', reason: 'archived' }], {
      observedAt: new Date(),
      writtenBy: null,
    }),
  notePosition: async (tx) => {
    await notePosition(tx, victim.run, 1, {});
    return 0;
  },
  noteError: async (tx) => {
    await noteError(tx, victim.run, { code: 'forged' });
    return 0;
  },
  noteTotal: async (tx) => {
    await noteTotal(tx, victim.run, 7);
    return 0;
  },
  markResolved: async (tx) => {
    const records = [
      {
        connectionId: NO_CONNECTION,
        objectType: 'contact',
        externalId: '1',
        contentHash: 'h',
        isDeleted: false,
      },
    ];
    await markResolved(tx, { tenantId: victim.tenantId, system: 'hubspot', records });
    return 0;
  },
  listDeliveries: async (tx) => (await listDeliveries(tx, { limit: 10 })).length,
  getDelivery: async (tx) => ((await getDelivery(tx, victim.delivery)) === undefined ? 0 : 1),
  countDeliveries: async (tx) => (await countDeliveries(tx, new Date(0))).length,
  lastDeliveryAt: async (tx) => ((await lastDeliveryAt(tx, victim.connection)) === undefined ? 0 : 1),
  findReplayable: async (tx) => (await findReplayable(tx, { limit: 10 })).length,
  findPendingRefreshes: async (tx) =>
    (await findPendingRefreshes(tx, [{ connectionId: victim.connection, type: 'customer', id: 'cus_1' }]))
      .length,
  findNewKeys: async (tx) => 1 - (await findNewKeys(tx, victim.connection, ['evt_1'])).size,
  listRefusals: async (tx) => (await listRefusals(tx)).length,
  listHandshakes: async (tx) => (await listHandshakes(tx, vault, victim.connection)).length,
  purgeDeliveries: (tx) =>
    purgeDeliveries(tx, {
      tenantId: victim.tenantId,
      objects: [{ vendor: 'stripe', type: 'customer', id: 'cus_1' }],
      texts: ['secret@victim.test'],
    }),
  assignDeliveries: async (tx) => {
    await assignDeliveries(tx, [{ id: victim.delivery, taskId: newId() }]);
    return 0;
  },
  dropHandshakes: async (tx) => {
    await dropHandshakes(tx, victim.connection);
    return 0;
  },
  moveSchedules: async (tx) => {
    await moveSchedules(tx, [
      { id: victim.schedule, next: undefined, ran: { tick: next.tick, taskId: newId() } },
    ]);
    return 0;
  },
  noteRun: async (tx) => {
    await noteRun(tx, victim.schedule, newId());
    return 0;
  },
  forgetUndeclared: async (tx) => {
    await forgetUndeclared(tx, []);
    return 0;
  },
  supersedeTask: async (tx) => {
    await supersedeTask(tx, { tenantId: victim.tenantId, agent: 'sales', key: 'held' });
    return 0;
  },
};

/** Writes under the victim's name from another tenant's transaction. */
const forgeries: Readonly<Record<string, (tx: Db) => Promise<unknown>>> = {
  insertTasks: (tx) => insertTasks(tx, [newTask(victim.tenantId)]),
  enqueueTasksIn: (tx) => enqueueTasksIn(tx, [newTask(victim.tenantId)]),
  startRedrive: (tx) => startRedrive(tx, { ...wantedRedrive, tenantId: victim.tenantId }),
  insertTaskWithKey: (tx) => insertTasks(tx, [newTask(victim.tenantId, { key: 'forged' })]),
  createSchedule: (tx) => createSchedule(tx, newSchedule(victim.tenantId)),
  declareSchedules: (tx) =>
    declareSchedules(tx, [
      { id: newId(), tenantId: victim.tenantId, declared: { ...work, terms: everyMinute }, next },
    ]),
  insertMissedTicks: (tx) =>
    insertMissedTicks(tx, [{ id: newId(), tenantId: victim.tenantId, agent: 'sales', data: {} }]),
  applyCustomerSources: (tx) => applyCustomerSources(tx, victim.tenantId, [{ ...contact, version: 99 }]),
  saveKnowledgePages: (tx) =>
    saveKnowledgePages(tx, victim.tenantId, [{ ...secretPage, version: 99, hash: 'x' }]),
  forgetPerson: (tx) => forgetPerson(tx, victim.tenantId, { email: 'secret@victim.test' }),
  insertLogs: (tx) =>
    insertLogs(tx, [
      {
        timestamp: new Date(),
        level: 'error',
        message: 'x',
        agentId: null,
        tenantId: victim.tenantId,
        context: {},
      },
    ]),
  saveInsightsDay: (tx) => saveInsightsDay(tx, victim.tenantId, '2026-03-01', [secretDay]),
  notePayers: (tx) => notePayers(tx, { tenantId: victim.tenantId, payers: ['cus_forged'] }),
  settlePayers: (tx) =>
    settlePayers(tx, {
      tenantId: victim.tenantId,
      readAt: new Date().toISOString(),
      payers: [],
      written: [{ objectType: 'companies', objectId: '2', values: {}, seenAt: null }],
    }),
  signPrivacyRecord: (tx) => signPrivacyRecord(tx, victim.tenantId, { ...secretRecord, request: 'forged' }),
  openCase: (tx) => openCase(tx, { ...secretCase(victim.tenantId), subject: {} }),
  holdCase: (tx) => holdCase(tx, { ...secretCase(victim.tenantId), subject: {} }, 'x'),
  saveWorkflowSettings: (tx) => saveWorkflowSettings(tx, { ...secretSettings(victim.tenantId), version: 1 }),
  sendSignal: (tx) => sendSignal(tx, { tenantId: victim.tenantId, name: 'paid', payload: 1 }),
  createConnection: (tx) =>
    createConnection(tx, vault, { ...newConnection(victim.tenantId), name: 'forged' }),
  writeRows: (tx) =>
    writeRows(
      tx,
      mirrored.place(victim.tenantId),
      [{ ...mirrored.row, externalId: 'forged' }],
      mirrored.terms,
    ),
  buryMerged: (tx) =>
    buryObjects(tx, mirrored.place(victim.tenantId), [{ externalId: 'forged', reason: 'merged' }], {
      observedAt: new Date(),
      writtenBy: null,
    }),
  openRun: (tx) => openRun(tx, streamFacts(victim.tenantId), newId(), () => mirrored.run),
  quarantine: (tx) => quarantine(tx, victim.run, [{ externalId: 'forged', why: 'x', details: {} }]),
  takeKeys: (tx) => takeKeys(tx, [{ ...newDelivery(victim.tenantId, victim.connection), key: 'forged' }]),
  insertDeliveries: (tx) =>
    insertDeliveries(tx, [{ ...newDelivery(victim.tenantId, victim.connection), taskId: null }]),
  countRefusals: (tx) =>
    countRefusals(tx, [
      { tenantId: victim.tenantId, connectionId: victim.connection, reason: 'eve', count: 1 },
    ]),
  keepHandshake: (tx) =>
    keepHandshake(tx, vault, { id: victim.connection, tenantId: victim.tenantId }, 'forged-token'),
  tellVersionDrift: (tx) =>
    tellVersionDrift(tx, [
      {
        tenantId: victim.tenantId,
        connectionId: victim.connection,
        agent: 'eve',
        version: 'x',
        expected: 'y',
      },
    ]),
  insertCustomer: (tx) =>
    sql`insert into customer_cache (id, tenant_id, kind) values (${newId()}, ${victim.tenantId}, 'person')`.execute(
      tx,
    ),
};

test('every table with a tenant is behind forced row level security', async () => {
  const tables = await tenantTables();
  expect(tables.length).toBeGreaterThanOrEqual(14);
  expect(tables.filter((table) => !table.forced)).toEqual([]);
});

test('the victim has a row in every tenant table, so that the property below means something', async () => {
  for (const { name } of await tenantTables()) {
    const { rows } =
      await sql`select from ${sql.table(name)} where tenant_id = ${victim.tenantId} limit 1`.execute(
        database.db.engine,
      );
    expect(rows, name).toHaveLength(1);
  }
});

test('no sequence of calls by another tenant sees, changes or forges a row of this one', async () => {
  const everything = async (): Promise<string> => {
    const parts: string[] = [];
    for (const { name } of await tenantTables()) {
      const { rows } = await sql<{ all: string }>`
        select coalesce(jsonb_agg(to_jsonb(t) order by to_jsonb(t)), '[]')::text as all
        from ${sql.table(name)} t where tenant_id = ${victim.tenantId}`.execute(database.db.engine);
      parts.push(`${name} ${rows[0]?.all ?? ''}`);
    }
    return parts.join('\n');
  };
  const before = await everything();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...Object.keys(attempts)), { minLength: 1, maxLength: 6 }),
      fc.constantFrom(...Object.keys(forgeries)),
      async (names, forged) => {
        await database.db.withTenant(other, async (tx) => {
          for (const name of names) expect(await attempts[name]?.(tx), name).toBe(0);
        });
        await expect(
          database.db.withTenant(other, async (tx) => forgeries[forged]?.(tx)),
          forged,
        ).rejects.toMatchObject({
          name: 'DatabaseError',
        });
      },
    ),
    { numRuns: 40 },
  );
  expect(await everything()).toBe(before);
});

test('what people decide of customers of another tenant is of nobody that there is', async () => {
  const decisions: ((tx: Db) => Promise<unknown>)[] = [
    (tx) => mergeCustomers(tx, other, { ids: [victim.customer, newId()], ...said }),
    (tx) => splitCustomer(tx, other, { id: victim.customer, nodes: ['hubspot:contact:1'], ...said }),
    (tx) => undoMerge(tx, other, { eventId: victim.merge, ...said }),
    (tx) => decideReview(tx, other, victim.review, { approved: true, ...said }),
  ];
  for (const decide of decisions)
    await expect(database.db.withTenant(other, decide)).rejects.toMatchObject({ name: 'NotFoundError' });
});

test('raw SQL of the application role reads and writes nothing of another tenant, in any table', async () => {
  for (const { name } of await tenantTables()) {
    const table = sql.table(name);
    const seen = await database.db.withTenant(other, async (tx) => {
      const read = await sql`select from ${table} where tenant_id = ${victim.tenantId}`.execute(tx);
      const wiped = await sql`delete from ${table} where tenant_id = ${victim.tenantId} returning 1`.execute(
        tx,
      );
      return [read.rows.length, wiped.rows.length];
    });
    expect(seen, name).toEqual([0, 0]);
  }
});

test('whoever acts for a tenant may leave jobs in the outbox, and neither sees nor takes what is in it', async () => {
  const task = newTask(other);
  const staged = await database.db.withTenant(other, (tx) => stageJobs(tx, [task]));
  const forbidden: ((tx: Db) => Promise<unknown>)[] = [
    (tx) => overdueJobs(tx, { olderThanMs: 0, limit: 1 }),
    (tx) => sql`delete from agent_outbox`.execute(tx),
    (tx) => sql`update agent_outbox set jobs = '[]'`.execute(tx),
  ];
  for (const attempt of forbidden) {
    await expect(database.db.withTenant(other, attempt)).rejects.toMatchObject({ name: 'DatabaseError' });
  }
  const owed = await overdueJobs(database.db.engine, { olderThanMs: 0, limit: 100 });
  expect(owed.find(({ outboxId }) => outboxId === staged.outboxId)?.jobs).toMatchObject([
    { id: task.id, tenantId: other, taskIds: [task.id] },
  ]);
});

test('a transaction without a tenant sees nothing', async () => {
  const rows = await database.db.withTenant('', (tx) => listTasks(tx, { limit: 10 }));
  expect(rows).toEqual([]);
});
