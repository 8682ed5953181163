/** How much a call matters: `urgent` has a share of its own, `background` gets what the others leave. */
export const callPriorities = ['urgent', 'normal', 'background'] as const;

export type CallPriority = (typeof callPriorities)[number];

/** Whose calls are limited: one account at one vendor, whoever calls. */
export interface BudgetAccount {
  /** The connection's id. */
  readonly id: string;
  readonly vendor: string;
  /** Null for an account that the whole installation works on. */
  readonly tenantId: string | null;
  /** Another text whenever the credentials are others; nothing can be learned from it. */
  readonly credentials: string;
}

/** One of a vendor's limits: so many calls in any stretch of time of that length. */
export interface BudgetWindow {
  /** Unique within the account. */
  readonly name: string;
  readonly limit: number;
  readonly windowMs: number;
  /**
   * How long a call may be on its way from the moment it was let in to the moment the vendor counts it.
   * Default a fifth of the window, a second at most.
   */
  readonly skewMs?: number | undefined;
  /** Kept for urgent calls, rounded down to whole ones. Default 0.05. */
  readonly urgentShare?: number | undefined;
  /** Of what is not kept, how far background calls may fill it. Default 0.8. */
  readonly backgroundShare?: number | undefined;
}

/** What is asked for before a call. */
export interface BudgetRequest {
  readonly account: BudgetAccount;
  /** All of them are taken from, or none. */
  readonly windows: readonly BudgetWindow[];
  /** How many calls it counts as. */
  readonly weight: number;
  readonly priority: CallPriority;
  /** Refused where it would have to wait longer. */
  readonly maxWaitMs: number;
  /** Of the windows' skew: 2 after a permit that came too late to be used, and so on. */
  readonly skewFactor: number;
  /** Ends the wait; the answer is then a rejection with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** How a call that a permit let go ended. */
export interface CallEnd {
  /** True when an answer came, whatever it said: the vendor has counted the call by then. */
  readonly answered: boolean;
  /** What it says of the vendor; undefined when it says nothing, as a cancelled call. */
  readonly health: 'good' | 'bad' | 'unauthorized' | undefined;
  /** What the vendor says is left, by window; believed where it is less than we thought. */
  readonly left?: Readonly<Record<string, number>> | undefined;
}

/** The right to make one call at a time of its own. */
export interface BudgetPermit {
  /** When it begins, on this process's `performance.now()`. */
  readonly startAt: number;
  /** To be asked right before the call: false when it is too late, and then the permit has been given back. */
  use(): boolean;
  /** Once, after `use` said yes. */
  settle(end: CallEnd): void;
  /** Instead of using it. */
  giveBack(): void;
}

export type BudgetRefusal = 'spent' | 'closed' | 'circuit_open';

export type BudgetAnswer =
  | { readonly kind: 'granted'; readonly permit: BudgetPermit }
  | {
      readonly kind: 'refused';
      readonly reason: BudgetRefusal;
      /** The window that is the reason; null when it is the account. */
      readonly window: string | null;
      readonly afterMs: number;
    };

/** A window of an account as it stands. */
export interface BudgetWindowState {
  readonly window: string;
  readonly limit: number;
  readonly windowMs: number;
  /** Calls that count now, those included that have a permit and have not been made yet. */
  readonly used: number;
  readonly closedUntil: Date | null;
}

/** Whether the account is called at all: `half_open` lets one call find out. */
export interface CircuitState {
  readonly state: 'closed' | 'open' | 'half_open';
  readonly cause: 'failing' | 'unauthorized' | null;
  /** When one call may try again. */
  readonly until: Date | null;
}

/** An account as the whole fleet sees it. */
export interface BudgetState {
  readonly account: Omit<BudgetAccount, 'credentials'>;
  readonly closedUntil: Date | null;
  readonly circuit: CircuitState;
  readonly windows: readonly BudgetWindowState[];
}

/** The budgets of every account, shared by the fleet. */
export interface Budgets {
  take(request: BudgetRequest): Promise<BudgetAnswer>;
  /** Nobody calls before that time has passed; of one window, or of the whole account. */
  close(account: BudgetAccount, closing: { window: string | null; forMs: number }): Promise<void>;
  read(): Promise<readonly BudgetState[]>;
}
