import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { makeTaskMetrics, type TaskObservation } from './task-metrics.ts';

/** How a call to a vendor ended. */
export interface VendorCallObservation {
  readonly vendor: string;
  readonly operation: string;
  /** `ok` or an error code. */
  readonly outcome: string;
  readonly durationMs: number;
}

/** One value of a gauge that has several, told apart by their labels. */
export interface LabelledValue {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A gauge of several values. */
export interface ManyValues {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
  /** Asked at every scrape; when it rejects, the gauge is left out of that scrape. */
  readonly read: () => Promise<readonly LabelledValue[]>;
}

/** What a process counts and measures. */
export interface Metrics {
  observeTask(observation: TaskObservation): void;
  observeVendorCall(observation: VendorCallObservation): void;
  /** Any other number that is asked for at every scrape. */
  watch(name: string, help: string, value: () => number): void;
  /** The same for a number that there is several of. */
  watchMany(gauge: ManyValues): void;
  /** The text that Prometheus reads. */
  text(): Promise<string>;
  readonly contentType: string;
}

const CALL_SECONDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const MS_PER_SECOND = 1_000;

const callMetrics = (registers: Registry[]) => ({
  calls: new Counter({
    name: 'sherpa_vendor_calls_total',
    help: 'Calls to vendors, by how they ended.',
    labelNames: ['vendor', 'operation', 'outcome'] as const,
    registers,
  }),
  duration: new Histogram({
    name: 'sherpa_vendor_call_seconds',
    help: 'Time a call to a vendor took.',
    labelNames: ['vendor', 'operation', 'outcome'] as const,
    buckets: CALL_SECONDS,
    registers,
  }),
});

const manyGauge = (registers: Registry[], { name, help, labelNames, read }: ManyValues) =>
  new Gauge({
    name,
    help,
    labelNames: [...labelNames],
    registers,
    async collect() {
      this.reset();
      // Metrics tell what they can; whoever owns the number says elsewhere why it is not to be had.
      const values = await read().catch(() => []);
      for (const { labels, value } of values) this.set({ ...labels }, value);
    },
  });

/** The metrics of one process, with a registry of their own; Node's process metrics included. */
export const makeMetrics = (labels: { readonly process: string }): Metrics => {
  const registry = new Registry();
  registry.setDefaultLabels(labels);
  // Its own default wakes the process a hundred times a second, which is most of what an idle one would do.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 1_000 });
  const registers = [registry];
  const tasks = makeTaskMetrics(labels);
  const vendors = callMetrics(registers);
  return {
    observeTask: tasks.observe,
    observeVendorCall: ({ vendor, operation, outcome, durationMs }) => {
      vendors.calls.inc({ vendor, operation, outcome });
      vendors.duration.observe({ vendor, operation, outcome }, durationMs / MS_PER_SECOND);
    },
    watch: (name, help, value) => {
      const gauge: Gauge = new Gauge({
        name,
        help,
        registers,
        collect: () => {
          gauge.set(value());
        },
      });
    },
    watchMany: (gauge) => {
      manyGauge(registers, gauge);
    },
    text: async () => `${tasks.text()}\n${await registry.metrics()}`,
    contentType: registry.contentType,
  };
};
