/** Numbers of the queue that no caller has a reason to change, each with its arithmetic. */
export const settings = {
  /** Jobs per round trip: BullMQ adds 1,000 at a time fastest; more only holds the server up for longer. */
  chunkSize: 1_000,
  /** What Bull Board can look back on. The ledger keeps the history, so more would only cost memory. */
  keepCompleted: 1_000,
  /** Of a busy queue only a sample: what nobody can read would cost a third of the server's time. */
  keepCompletedPerSecond: 50,
  keepFailed: 5_000,
  keepFailedSeconds: 14 * 86_400,
  /** Entries of BullMQ's own event log per queue. Nothing of ours reads it; a debugging hand may. */
  keepEvents: 1_000,
  /** Reasons of failed attempts kept on a job. */
  keepReasons: 5,
  /** The ledger counts attempts and gives up, never BullMQ. Fits Postgres' integer. */
  unlimited: 1_000_000_000,
  /** BullMQ's delay scores overflow in 2039. A job that comes too early is sent back by the ledger. */
  maxDelayMs: 365 * 86_400_000,
  /** A handler that throws is a fault of the engine: back in 1, 2, 4 … 60 s. */
  brokenRetryMs: 1_000,
  maxBrokenRetryMs: 60_000,
  /** A reason ends up in a list of a console; what is longer belongs in the ledger. */
  maxReasonLength: 500,
  /** Jobs that are found lost within this time of one another are one incident, and told of once. */
  lossQuietMs: 30_000,
  /** Rest after a fetch that failed, so that a server that answers with errors is not hammered. */
  failedFetchRestMs: 1_000,
  /** How long an outcome insists on being written down while the connection is broken: 10 s, in small steps. */
  settleTries: 40,
  settleRestMs: 250,
  /** An idle consumer looks for itself at least this often, should a wake-up have been lost with a connection. */
  maxIdleSeconds: 10,
  /** How often an idle consumer looks whether there is something it should have taken, and how long that may lie. */
  selfCheckMs: 5_000,
  stuckAfterMs: 10_000,
  /** For BullMQ to write down results and leave, once no handler holds it up any more. */
  closeGraceMs: 2_000,
} as const;
