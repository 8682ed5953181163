import type { QuarantinedObject, SyncStream } from '@sherpa/api';
import type { QuarantinedObject as LeftOut, StreamReport } from '@sherpa/db';

const toText = (moment: Date | null): string | null => moment?.toISOString() ?? null;

/** A stream as it goes over the wire. */
export const toStream = ({
  run,
  freshAt,
  lastCompleteAt,
  lastFullAt,
  ...stream
}: StreamReport): SyncStream => ({
  ...stream,
  run: run === null ? null : { ...run, startedAt: run.startedAt.toISOString() },
  freshAt: toText(freshAt),
  lastCompleteAt: toText(lastCompleteAt),
  lastFullAt: toText(lastFullAt),
});

/** An object that is left out as it goes over the wire. */
export const toQuarantined = ({ firstSeenAt, lastSeenAt, ...object }: LeftOut): QuarantinedObject => ({
  ...object,
  firstSeenAt: firstSeenAt.toISOString(),
  lastSeenAt: lastSeenAt.toISOString(),
});
