import { searchKnowledge, type Database } from '@sherpa/db';
import { monotonicMs } from '../monotonic.ts';
import { quantile } from '../quantile.ts';
import { knownMs, type CpuClock } from '../server-cpu.ts';
import { questionKinds, type Question } from './make-questions.ts';

/** How long searches of a kind took, in milliseconds. */
export interface Latency {
  readonly kind: Question['kind'] | 'all';
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** What the server computed for one, without the waits of a busy machine; null where that is not known. */
  readonly cpuP50: number | null;
  readonly cpuP99: number | null;
  /** Searches that found nothing. */
  readonly empty: number;
}

interface Sample {
  readonly kind: Question['kind'];
  readonly ms: number;
  readonly cpuMs: number;
  readonly hits: number;
}

const LIMIT = 10;

const toLatency = (kind: Latency['kind'], samples: readonly Sample[]): Latency => {
  const cpu = samples.map(({ cpuMs }) => cpuMs);
  const times = samples.map(({ ms }) => ms);
  return {
    kind,
    count: samples.length,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    max: quantile(times, 1),
    cpuP50: knownMs(quantile(cpu, 0.5)),
    cpuP99: knownMs(quantile(cpu, 0.99)),
    empty: samples.filter(({ hits }) => hits === 0).length,
  };
};

export interface MeasureOptions {
  readonly db: Database;
  /** Of the server's side of `db`. */
  readonly cpu: CpuClock;
  readonly tenantId: string;
  readonly questions: readonly Question[];
  readonly now: Date;
  readonly signal: AbortSignal;
}

/** Asks the questions one after the other, as the API does, each in a transaction of its tenant. */
export const measureSearches = async (options: MeasureOptions): Promise<readonly Latency[]> => {
  const { db, cpu, tenantId, now, signal } = options;
  const samples: Sample[] = [];
  for (const { kind, query, filter } of options.questions) {
    signal.throwIfAborted();
    const [start, cpuStart] = [monotonicMs(), cpu()];
    const { hits } = await db.withTenant(tenantId, (tx) =>
      searchKnowledge(tx, { ...filter, query, now, limit: LIMIT }),
    );
    const ms = monotonicMs() - start;
    samples.push({ kind, ms, cpuMs: cpu() - cpuStart, hits: hits.length });
  }
  const byKind = questionKinds.map((kind) =>
    toLatency(
      kind,
      samples.filter((sample) => sample.kind === kind),
    ),
  );
  return [...byKind, toLatency('all', samples)];
};
