import type { TaskContext } from '@sherpa/agent-kit';
import type { RunReport } from '@sherpa/sync';
import type { z } from 'zod';
import type { streamEvents } from './stream-contract.ts';

type StreamEvents = { readonly [K in keyof typeof streamEvents]: z.input<(typeof streamEvents)[K]> };

/** What a stream's task needs of its context, whatever its contract. */
export type StreamContext = Pick<TaskContext, 'signal' | 'withTenant' | 'advance' | 'progress'> & {
  readonly task: { readonly id: string; readonly tenantId: string };
};

/** What a run of a stream tells, whatever the contract. */
export interface StreamTeller {
  readonly emit: ((type: 'sync.quarantined', told: StreamEvents['sync.quarantined']) => void) &
    ((type: 'sync.forbidden', told: StreamEvents['sync.forbidden']) => void) &
    ((type: 'sync.doubted', told: StreamEvents['sync.doubted']) => void);
}

/** A task that goes on with a stream, or reads the next one. */
export interface FollowUp {
  readonly payload: { readonly connectionId: string };
  readonly options: { readonly key: string; readonly priority?: number };
}

/** What only an agent's own contract knows how to say. */
export interface StreamDoors<Name extends string> {
  readonly synced: (name: Name, run: { mode: RunReport['mode']; rows: number }) => void;
  readonly enqueue: (task: `${Name}.sync` | `${Name}.audit`, followUp: FollowUp) => void;
  /** Has what changed in the mirror made into what the agent makes of it. */
  readonly resolve: () => void;
}
