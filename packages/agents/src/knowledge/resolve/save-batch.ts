import {
  applyCustomerSources,
  buryObjects,
  deleteKnowledgePages,
  findKnownNodes,
  findSuppressedEmails,
  findUnknown,
  forgetQuarantine,
  markResolved,
  markUnreachable,
  quarantine,
  saveKnowledgePages,
  titlesAbove,
  titlesOf,
  type CustomerSource,
  type Db,
  type MirroredRecord,
  type PoisonObject,
} from '@sherpa/db';
import { onboardingSource, pageNode, playbookIdsOf } from '../onboarding-source.ts';
import { childPagesIn } from './child-pages.ts';
import type { PageContents } from './read-contents.ts';
import type { PageState, SortedRecords } from './sort-records.ts';
import { toDocument } from './to-document.ts';

/** Why a record is set aside. */
export const CONTENT_UNREADABLE = 'content_unreadable';
const PAYLOAD_UNREADABLE = 'payload_unreadable';

/** What changed in one workspace, and what its pages hold. */
export interface Batch extends SortedRecords {
  readonly tenantId: string;
  readonly taskId: string;
  readonly connectionId: string;
  readonly contents: PageContents;
  /** Those that have something to tell are marked by whoever tells it. */
  readonly told: readonly MirroredRecord[];
  /** A moment before the contents were asked for. */
  readonly askedAt: Date;
}

export interface SavedBatch {
  /** Pages below, of which the mirror knows nothing. */
  readonly unknown: readonly string[];
  readonly poison: readonly PoisonObject[];
}

/** Contents are set aside under a name of their own: the listing of the page itself is fine. */
const CONTENT = 'page_content';

const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;

const idsOf = (records: readonly MirroredRecord[]): string[] => records.map(({ externalId }) => externalId);

const contentOf = ({ contents }: Batch, { page }: PageState): string | undefined =>
  contents.markdown.get(page.id);

const forgottenIn = async (tx: Db, batch: Batch, texts: readonly string[]): Promise<ReadonlySet<string>> => {
  const emails = texts.flatMap((text) => text.match(EMAIL) ?? []).map((email) => email.toLowerCase());
  return findSuppressedEmails(tx, batch.tenantId, [...new Set(emails)]);
};

const saveKnowledge = async (tx: Db, batch: Batch, read: readonly PageState[]): Promise<void> => {
  const { tenantId, connectionId } = batch;
  const ids = read.map(({ page }) => page.id);
  const above = await titlesAbove(tx, { tenantId, connectionId, ids });
  const pathOf = (id: string): readonly string[] => above.get(id) ?? [];
  const texts = read.flatMap((one) => [contentOf(batch, one) ?? '', one.page.title, ...pathOf(one.page.id)]);
  const forgotten = await forgottenIn(tx, batch, texts);
  const documents = read.map((one) =>
    toDocument(one.page, {
      markdown: contentOf(batch, one) ?? '',
      path: pathOf(one.page.id),
      isForgotten: (email) => forgotten.has(email),
    }),
  );
  await saveKnowledgePages(tx, tenantId, documents);
  await deleteKnowledgePages(tx, { source: 'notion', externalIds: idsOf(batch.deleted) });
  await markUnreachable(tx, { source: 'notion', externalIds: idsOf(batch.unreachable) });
};

const asGone = ({ externalId, version }: Pick<MirroredRecord, 'externalId' | 'version'>): CustomerSource => ({
  system: 'notion',
  objectType: 'page',
  externalId,
  keys: [pageNode(externalId)],
  fields: {},
  version,
  deleted: true,
});

/** What the pages say of customers. One that is gone, or names nobody any more, says nothing. */
const saveCustomers = async (tx: Db, batch: Batch): Promise<void> => {
  const { tenantId, connectionId, live, deleted, unreachable } = batch;
  const playbooks = live.flatMap(({ page }) => playbookIdsOf(page));
  const titles = await titlesOf(tx, { tenantId, connectionId, ids: playbooks });
  const made = live.map(({ record, page }) => ({ record, source: onboardingSource(page, titles) }));
  const silent = [
    ...made.filter(({ source }) => source === undefined).map(({ record }) => record),
    ...deleted,
    ...unreachable,
  ];
  const known = await findKnownNodes(tx, tenantId, idsOf(silent).map(pageNode));
  const sources = [
    ...made.flatMap(({ source }) => source ?? []),
    ...silent.filter(({ externalId }) => known.has(pageNode(externalId))).map(asGone),
  ];
  if (sources.length > 0) await applyCustomerSources(tx, tenantId, sources);
};

const mark = async (tx: Db, batch: Batch): Promise<void> => {
  const { tenantId, connectionId, live, contents } = batch;
  const poisoned = new Set(contents.poison.map(({ externalId }) => externalId));
  const isPoisoned = ({ record }: PageState): boolean => poisoned.has(record.externalId);
  const good = live.filter((one) => !isPoisoned(one)).map(({ record }) => record);
  const bad = live.filter(isPoisoned).map(({ record }) => record);
  const of = { tenantId, system: 'notion' } as const;
  const told = new Set(batch.told);
  const quiet = good.filter((record) => !told.has(record));
  await markResolved(tx, { ...of, records: [...quiet, ...batch.deleted, ...batch.unreachable] });
  await markResolved(tx, { ...of, records: bad, quarantined: CONTENT_UNREADABLE });
  await markResolved(tx, { ...of, records: batch.unreadable, quarantined: PAYLOAD_UNREADABLE });
  const place = { tenantId, connectionId, system: 'notion', objectType: CONTENT } as const;
  await forgetQuarantine(tx, place, idsOf([...good, ...batch.deleted, ...batch.unreachable]));
  const stream = {
    address: { ...of, connectionId, stream: 'pages', lane: 'sync' },
    objectType: CONTENT,
  } as const;
  await quarantine(tx, stream, contents.poison);
  // Last, since it makes them news again: by then they are known not to be found.
  const gone = contents.missing.map((externalId) => ({ externalId, reason: 'deleted' as const }));
  const terms = { observedAt: batch.askedAt, writtenBy: batch.taskId };
  await buryObjects(tx, { ...place, objectType: 'page' }, gone, terms);
};

/** Writes what a batch has come to, in one transaction: knowledge, customers, and that both know of it. */
export const saveBatch = async (tx: Db, batch: Batch): Promise<SavedBatch> => {
  const read = batch.live.filter((one) => contentOf(batch, one) !== undefined);
  // Customers first: it is what others lock first as well.
  await saveCustomers(tx, batch);
  await saveKnowledge(tx, batch, read);
  await mark(tx, batch);
  const below = [...batch.contents.markdown.values()].flatMap(childPagesIn);
  const { tenantId, connectionId } = batch;
  const unknown = await findUnknown(tx, { tenantId, connectionId, ids: below });
  return { unknown, poison: batch.contents.poison };
};
