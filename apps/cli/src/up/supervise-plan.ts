import { spawnManaged, type ProcessExit } from '@sherpa/devstack';
import { readChildLine } from './child-line.ts';
import type { Display } from './display.ts';
import type { ProcessPlan } from './process-plan.ts';
import { superviseProcess, type ProcessEvent, type SupervisedProcess } from './supervise-process.ts';

/** A process for which there is no more use in trying. */
export interface Failure {
  readonly name: string;
  readonly why: string;
  /** The last lines of its last life. */
  readonly tail: readonly string[];
}

/** Who is told what becomes of a planned process. */
export interface SupervisePlanDeps {
  readonly display: Display;
  /** Told whenever the process got a new pid, or lost one. */
  readonly onPidChange: () => void;
  /** Told when it is ready again after a death. */
  readonly onBack: (name: string) => void;
  readonly onFailure: (failure: Failure) => void;
}

const READY_WITHIN_MS = 60_000;
const TAIL_LINES = 15;

const describeExit = ({ code, signal }: ProcessExit): string => {
  if (signal !== null) return `was ended by ${signal}`;
  return code === null ? 'could not be started' : `ended with code ${code}`;
};

/** Any word of a child over IPC that it is at work. */
const parseReady = (message: unknown): true | undefined =>
  typeof message === 'object' &&
  message !== null &&
  'type' in message &&
  (message.type === 'ready' || message.type === 'listening')
    ? true
    : undefined;

/** Runs a planned process, shows what becomes of it, and keeps its last words. */
export const supervisePlan = (plan: ProcessPlan, deps: SupervisePlanDeps): SupervisedProcess => {
  const { display } = deps;
  const { name, script, args } = plan;
  const tail: string[] = [];
  const onLine = (line: string, stream: 'stdout' | 'stderr'): void => {
    const read = readChildLine(line, stream);
    if (read.level !== 'debug') tail.push(read.text);
    if (tail.length > TAIL_LINES) tail.shift();
    display.child(name, read);
  };
  const onEvent = (event: ProcessEvent): void => {
    deps.onPidChange();
    if (event.kind === 'ready') {
      display.good(`${name} is ${event.isRestart ? 'back' : 'ready'} (pid ${event.pid})`);
      if (event.isRestart) deps.onBack(name);
    } else if (event.kind === 'died') {
      const rest = `${event.restartInMs / 1_000} s`;
      display.bad(`${name} (pid ${event.pid ?? '-'}) ${describeExit(event.exit)}; starts again in ${rest}`);
    } else {
      deps.onFailure({ name, why: describeExit(event.exit), tail });
    }
  };
  const spawn = () => {
    tail.length = 0;
    return spawnManaged({
      name,
      script,
      args,
      env: { ...plan.env },
      parseReady,
      readyTimeoutMs: READY_WITHIN_MS,
      onLine,
    });
  };
  return superviseProcess({ name, spawn, onEvent });
};
