import type { QueueKind } from '@sherpa/queue';

/** What a process of the fleet can be. */
export type Role = 'worker' | 'conductor' | 'producer';

/** Which server a connection leads to. With the Postgres queue both are one server, by ways of their own. */
export type Link = 'ledger' | 'queue';

/** What the sandbox can be told to do to the next calls. */
export type VendorTrouble = 'lostAfterCommit' | 'status429' | 'html502' | 'hang' | 'reset';

/** Something happens to one process: killed, stopped for a time, or its clock is put off. */
export type ProcessFault = { readonly hits: 'process'; readonly slot: string } & (
  | { readonly kind: 'killWorker' | 'killConductor' | 'killProducer' }
  | { readonly kind: 'pauseWorker' | 'pauseConductor' | 'pauseProducer'; readonly forMs: number }
  | { readonly kind: 'clockJump'; readonly offsetMs: number }
);

/** Something happens to a whole server. */
export type ServerFault = { readonly hits: 'server' } & (
  | { readonly kind: 'queueFlush' | 'postgresRestart' | 'postgresTerminate' }
  | { readonly kind: 'queueRestart'; readonly downMs: number }
);

/** Something happens to connections: one process's, or everybody's (`all`). */
export type WayFault = {
  readonly hits: 'way';
  readonly link: Link;
  readonly slot: string;
  readonly forMs: number;
} & ({ readonly kind: 'cut' | 'swallow' } | { readonly kind: 'latency'; readonly delayMs: number });

/** The next answers of a vendor are lost, refused or late. */
export interface VendorFault {
  readonly hits: 'vendor';
  readonly kind: 'answerLost' | 'vendorTrouble';
  readonly vendor: 'stripe' | 'hubspot';
  readonly trouble: VendorTrouble;
  readonly times: number;
}

/** One thing that goes wrong. Everything random about it is decided in the plan. */
export type Fault = ProcessFault | ServerFault | WayFault | VendorFault;

export type FaultKind = Fault['kind'];

/** A fault and when it comes, from the start of the load. */
export interface PlannedFault {
  readonly atMs: number;
  readonly fault: Fault;
}

/** How likely each kind is: a process or a connection goes often, a whole server seldom. */
const WEIGHTS: Readonly<Record<FaultKind, number>> = {
  killWorker: 14,
  killConductor: 5,
  killProducer: 5,
  pauseWorker: 8,
  pauseConductor: 2,
  pauseProducer: 2,
  queueFlush: 5,
  queueRestart: 4,
  postgresRestart: 4,
  postgresTerminate: 5,
  cut: 9,
  swallow: 6,
  latency: 6,
  clockJump: 8,
  answerLost: 16,
  vendorTrouble: 10,
};

/** Whether there is a fault of that name. */
export const isFaultKind = (kind: string): kind is FaultKind => Object.hasOwn(WEIGHTS, kind);

/** The kinds there are on a backend, with their weights. The Postgres queue has no server of its own to restart. */
export const weightsFor = (queue: QueueKind): readonly (readonly [FaultKind, number])[] =>
  Object.keys(WEIGHTS)
    .filter(isFaultKind)
    .filter((kind) => queue === 'redis' || kind !== 'queueRestart')
    .map((kind) => [kind, WEIGHTS[kind]] as const);
