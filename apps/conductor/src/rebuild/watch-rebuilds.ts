import type { Metrics } from '@sherpa/telemetry';
import type { Rebuilt } from '../duties/rebuild.ts';

/** Shows in the metrics how often this process had to fill the queue again, and what the last time took. */
export const watchRebuilds = (metrics: Pick<Metrics, 'watch'>): ((rebuilt: Rebuilt) => void) => {
  let count = 0;
  let last: Rebuilt = { tasks: 0, tookMs: 0 };
  metrics.watch('sherpa_queue_rebuilds', 'Times the queue was filled again from the ledger.', () => count);
  metrics.watch(
    'sherpa_queue_rebuild_tasks',
    'Tasks that the last of these times put back.',
    () => last.tasks,
  );
  metrics.watch(
    'sherpa_queue_rebuild_seconds',
    'What the last of these times took.',
    () => last.tookMs / 1_000,
  );
  return (rebuilt) => {
    count += 1;
    last = rebuilt;
  };
};
