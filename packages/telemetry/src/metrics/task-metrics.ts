import { makeDistribution, type Distribution } from './distribution.ts';

/** How a finished attempt of a task ended. */
export interface TaskObservation {
  readonly agent: string;
  readonly type: string;
  readonly outcome: 'completed' | 'retried' | 'failed' | 'cancelled' | 'parked';
  /** From the moment it could have run to the moment it did. */
  readonly waitMs: number;
  readonly runMs: number;
}

/** The metrics of tasks: observed tens of thousands of times a second, and told once in a while. */
export interface TaskMetrics {
  observe(observation: TaskObservation): void;
  /** Counter and histograms in Prometheus' text format (version 0.0.4). */
  text(): string;
}

// Tasks take from milliseconds to the default limit of ten minutes.
const TASK_SECONDS = [0.005, 0.025, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 600];
const MS_PER_SECOND = 1_000;

type Labels = Readonly<Record<string, string>>;

interface OfType {
  readonly labels: Labels;
  readonly wait: Distribution;
  readonly run: Map<TaskObservation['outcome'], Distribution>;
}

const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');

const lineOf = (name: string, labels: Labels, value: number): string => {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}{${pairs.join(',')}} ${value}`;
};

const histogramLines = (name: string, labels: Labels, told: Distribution): string[] => [
  ...told
    .underBounds()
    .map(([bound, count]) => lineOf(`${name}_bucket`, { ...labels, le: String(bound) }, count)),
  lineOf(`${name}_bucket`, { ...labels, le: '+Inf' }, told.count),
  lineOf(`${name}_sum`, labels, told.sum),
  lineOf(`${name}_count`, labels, told.count),
];

/**
 * Our own and not prom-client's: that one looks its labels up by a text it puts together for every value,
 * which for a small task cost as much as the task. `common` are labels that all of them have.
 */
export const makeTaskMetrics = (common: Labels): TaskMetrics => {
  const agents = new Map<string, Map<string, OfType>>();

  const ofType = (agent: string, type: string): OfType => {
    const types = agents.get(agent) ?? new Map<string, OfType>();
    agents.set(agent, types);
    const known = types.get(type) ?? {
      labels: { ...common, agent, type },
      wait: makeDistribution(TASK_SECONDS),
      run: new Map<TaskObservation['outcome'], Distribution>(),
    };
    types.set(type, known);
    return known;
  };

  return {
    observe: ({ agent, type, outcome, waitMs, runMs }) => {
      const known = agents.get(agent)?.get(type) ?? ofType(agent, type);
      known.wait.observe(waitMs / MS_PER_SECOND);
      let run = known.run.get(outcome);
      if (run === undefined) {
        run = makeDistribution(TASK_SECONDS);
        known.run.set(outcome, run);
      }
      run.observe(runMs / MS_PER_SECOND);
    },
    text: () => {
      const all = [...agents.values()].flatMap((types) => [...types.values()]);
      const runs = all.flatMap(({ labels, run }) =>
        [...run].map(([outcome, told]) => ({ labels: { ...labels, outcome }, told })),
      );
      return [
        '# HELP sherpa_task_attempts_total Attempts of tasks that ended, by how they ended.',
        '# TYPE sherpa_task_attempts_total counter',
        ...runs.map(({ labels, told }) => lineOf('sherpa_task_attempts_total', labels, told.count)),
        '',
        '# HELP sherpa_task_wait_seconds Time between the moment a task could have run and the moment it did.',
        '# TYPE sherpa_task_wait_seconds histogram',
        ...all.flatMap(({ labels, wait }) => histogramLines('sherpa_task_wait_seconds', labels, wait)),
        '',
        '# HELP sherpa_task_run_seconds Time an attempt of a task ran.',
        '# TYPE sherpa_task_run_seconds histogram',
        ...runs.flatMap(({ labels, told }) => histogramLines('sherpa_task_run_seconds', labels, told)),
        '',
      ].join('\n');
    },
  };
};
