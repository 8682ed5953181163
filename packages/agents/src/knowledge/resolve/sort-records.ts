import type { MirroredRecord } from '@sherpa/db';
import { pagePayload, type PagePayload } from '../page-payload.ts';

/** A page and the state of it that is looked at. */
export interface PageState {
  readonly record: MirroredRecord;
  readonly page: PagePayload;
}

/** Records by what is to be done about them. */
export interface SortedRecords {
  readonly live: readonly PageState[];
  /** In the trash, or forgotten: nothing of them is kept. */
  readonly deleted: readonly MirroredRecord[];
  /** Not found any more, which may be a share that was taken away. */
  readonly unreachable: readonly MirroredRecord[];
  /** Written by another version of the code, or by a vendor that has changed. */
  readonly unreadable: readonly MirroredRecord[];
}

/** Sorts what has changed in the mirror; what is no page needs nothing to be done. */
export const sortRecords = (records: readonly MirroredRecord[]): SortedRecords => {
  const live: PageState[] = [];
  const [deleted, unreachable, unreadable]: MirroredRecord[][] = [[], [], []];
  for (const record of records.filter(({ objectType }) => objectType === 'page')) {
    const { data: page } = pagePayload.safeParse(record.payload);
    if (record.isDeleted) (page?.inTrash === false ? unreachable : deleted)?.push(record);
    else if (page === undefined) unreadable?.push(record);
    else live.push({ record, page });
  }
  return { live, deleted: deleted ?? [], unreachable: unreachable ?? [], unreadable: unreadable ?? [] };
};
