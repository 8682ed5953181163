import { randomUUID } from 'node:crypto';
import type { BookLine, Ground } from './ground.ts';
import type { HammerChild } from './hammer-child.ts';
import type { Hammered } from './hammer.ts';
import { measuredWindows, type Figures } from './plan.ts';

/** Some workers and a store. */
export interface Case {
  readonly store: string;
  readonly queueUrl: string;
  readonly namespace: string;
  readonly workers: number;
  readonly figures: Figures;
  readonly lanes: number;
  readonly forMs: number;
}

/** What the vendor counted in one of its windows. */
export interface WindowResult {
  readonly window: string;
  /** The most that it would have let in: a whole limit in each window that has begun. */
  readonly allowed: number;
  readonly used: number;
}

export interface CaseResult {
  readonly store: string;
  readonly plan: string;
  readonly workers: number;
  readonly windows: readonly WindowResult[];
  /** Calls that the vendor refused; each is one too many. */
  readonly tooMany: number;
  readonly heldBack: number;
  readonly failures: number;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

const isAnswered = (status: string): boolean => status !== '429' && Number(status) < 500;

const usedBy = (lines: readonly BookLine[]): number =>
  sum(
    lines.flatMap(({ outcomes }) =>
      Object.entries(outcomes).map(([status, count]) => (isAnswered(status) ? count : 0)),
    ),
  );

/** As many workers as asked for, spread over the processes there are. */
const spread = (workers: number, processes: number): readonly number[] => {
  const used = Math.min(workers, processes);
  return Array.from({ length: used }, (_, at) => Math.floor(workers / used) + (at < workers % used ? 1 : 0));
};

const hammerAll = async (one: Case, { ground, children }: Scene): Promise<readonly Hammered[]> => {
  const { workers, queueUrl, namespace, figures, lanes, forMs } = one;
  const common = {
    queueUrl,
    namespace,
    figures,
    lanes,
    forMs,
    account: randomUUID(),
    sandboxUrl: ground.url,
  };
  const busy = spread(workers, children.length).flatMap((clients, at) => {
    const child = children[at];
    return child === undefined ? [] : [{ child, hammer: { ...common, clients } }];
  });
  await Promise.all(busy.map(({ child, hammer }) => child.open(hammer)));
  // After that: whoever opens has made a call, so that the first one that counts is like the others.
  await ground.prepare(figures);
  const hammered = await Promise.all(busy.map(({ child }) => child.run()));
  await Promise.all(busy.map(({ child }) => child.close()));
  return hammered;
};

interface Scene {
  readonly ground: Ground;
  readonly children: readonly HammerChild[];
}

/** Lets workers call as fast as they are let, and reads what the vendor has to say of it. */
export const runCase = async (one: Case, scene: Scene): Promise<CaseResult> => {
  const { figures, forMs } = one;
  const hammered = await hammerAll(one, scene);
  const lines = (await scene.ground.read()).filter(({ vendor }) => vendor === figures.plan);
  return {
    store: one.store,
    plan: figures.plan,
    workers: one.workers,
    windows: measuredWindows(figures).map(({ name, limit, windowMs, counts }) => ({
      window: name,
      allowed: limit * (Math.floor(forMs / windowMs) + 1),
      used: usedBy(lines.filter(({ route }) => counts(route))),
    })),
    tooMany: sum(lines.map(({ outcomes }) => outcomes['429'] ?? 0)),
    heldBack: sum(hammered.map(({ heldBack }) => heldBack)),
    failures: sum(hammered.flatMap(({ failures }) => Object.values(failures))),
  };
};
