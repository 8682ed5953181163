/** When an account is left alone, and for how long. */
export interface CircuitPolicy {
  /** Failures in a row that open the circuit; of refused credentials fewer do, since they heal by themselves never. */
  readonly consecutive: number;
  readonly unauthorized: number;
  /** The share of failed calls that does, of at least so many failures within so long. */
  readonly share: number;
  readonly failures: number;
  readonly shareMs: number;
  /** The first rest, doubled with each probe that fails, and the longest. */
  readonly restMs: number;
  readonly mostRestMs: number;
  /** New credentials end it at once. */
  readonly unauthorizedRestMs: number;
  /** How long a probe may take before another call becomes one. */
  readonly probeMs: number;
  /** How long those are sent away who come while a probe is under way. */
  readonly duringProbeMs: number;
}

/** A vendor's call takes 30 s at most, which a probe gets and a little more. */
export const circuitPolicy: CircuitPolicy = {
  consecutive: 5,
  unauthorized: 3,
  share: 0.5,
  failures: 10,
  shareMs: 30_000,
  restMs: 10_000,
  mostRestMs: 300_000,
  unauthorizedRestMs: 300_000,
  probeMs: 35_000,
  duringProbeMs: 1_000,
};
