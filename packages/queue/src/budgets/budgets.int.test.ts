import type { BudgetPermit, BudgetRequest, BudgetState, BudgetWindow } from '@sherpa/core';
import { expect, it, onTestFinished, vi } from 'vitest';
import { makeQueue } from '../make-queue.ts';
import type { Queue } from '../queue.ts';
import { describeEachBackend } from '../testing/each-backend.ts';
import type { CircuitChange } from './exchange.ts';

const MINUTE_MS = 60_000;
const patience = { timeout: 20_000, interval: 5 };

const window = (over: Partial<BudgetWindow> = {}): BudgetWindow => ({
  name: 'all',
  limit: 20,
  windowMs: MINUTE_MS,
  ...over,
});

describeEachBackend(({ url, namespace, newAgent }) => {
  /** A process's own connections. */
  const open = async (changes: CircuitChange[] = []): Promise<Queue> => {
    const queue = makeQueue({
      url,
      namespace,
      onError: () => undefined,
      onCircuit: (change) => changes.push(change),
      circuit: { restMs: 150, duringProbeMs: 50, probeMs: MINUTE_MS },
    });
    onTestFinished(() => queue.close());
    await queue.ready();
    return queue;
  };

  /** An account no other test has. */
  const newAccount = () => ({ id: newAgent(), vendor: 'vendor', tenantId: null, credentials: 'v1' });

  const request = (account: BudgetRequest['account'], over: Partial<BudgetRequest> = {}): BudgetRequest => ({
    account,
    windows: [window()],
    weight: 1,
    priority: 'normal',
    maxWaitMs: 0,
    skewFactor: 1,
    ...over,
  });

  const permitOf = async (queue: Queue, wanted: BudgetRequest): Promise<BudgetPermit> => {
    const answer = await queue.budgets.take(wanted);
    if (answer.kind === 'granted') return answer.permit;
    throw new Error(`Refused: ${JSON.stringify(answer)}`);
  };

  /** How many in a row are let in without a wait. */
  const takeAll = async (queue: Queue, wanted: BudgetRequest, most: number): Promise<number> => {
    const answers = await Promise.all(
      Array.from({ length: most }, () => queue.budgets.take({ ...wanted, maxWaitMs: MINUTE_MS / 2 })),
    );
    return answers.filter(({ kind }) => kind === 'granted').length;
  };

  const stateOf = async (queue: Queue, { id }: BudgetRequest['account']): Promise<BudgetState | undefined> =>
    (await queue.budgets.read()).find(({ account }) => account.id === id);

  it('lets in no more than the limit in any stretch of the window’s length, whoever asks', async () => {
    const processes = [await open(), await open()];
    const account = newAccount();
    const [limit, windowMs] = [10, 400];
    const windows = [window({ limit, windowMs, skewMs: 200, urgentShare: 0 })];
    const wanted = request(account, { windows, maxWaitMs: 5_000 });
    const permits = await Promise.all(
      Array.from({ length: 35 }, (_, at) => permitOf(processes[at % 2]!, wanted)),
    );
    const starts = permits.map(({ startAt }) => startAt).toSorted((a, b) => a - b);
    const gaps = starts.slice(limit).map((at, index) => at - starts[index]!);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(windowMs);
    // And it goes on: the fourth volley begins when three windows, each with its margin, have passed.
    expect(starts.at(-1)! - starts[0]!).toBeLessThan(4 * 1.2 * (windowMs + 200));
  });

  it('takes from all windows or from none, and says which one is the reason', async () => {
    const queue = await open();
    const account = newAccount();
    const windows = [window({ name: 'wide', limit: 100 }), window({ name: 'narrow', limit: 1 })];
    await permitOf(queue, request(account, { windows }));
    await expect(queue.budgets.take(request(account, { windows }))).resolves.toMatchObject({
      kind: 'refused',
      reason: 'spent',
      window: 'narrow',
      afterMs: expect.closeTo(MINUTE_MS + 1_000, -4),
    });
    const state = await stateOf(queue, account);
    expect(state?.windows).toMatchObject([
      { window: 'narrow', used: 1, limit: 1 },
      { window: 'wide', used: 1, limit: 100 },
    ]);
  });

  it('keeps a share for urgent calls, and lets background calls only so far', async () => {
    const [queue, other] = [await open(), await open()];
    const account = newAccount();
    const windows = [window({ limit: 20, urgentShare: 0.1, backgroundShare: 0.5 })];
    expect(await takeAll(queue, request(account, { windows, priority: 'background' }), 20)).toBe(9);
    expect(await takeAll(other, request(account, { windows }), 20)).toBe(9);
    expect(await takeAll(queue, request(account, { windows, priority: 'background' }), 1)).toBe(0);
    expect(await takeAll(queue, request(account, { windows, priority: 'urgent' }), 20)).toBe(2);
  });

  it('counts a call by its weight, and refuses one that could never be made', async () => {
    const queue = await open();
    const account = newAccount();
    const windows = [window({ limit: 10, urgentShare: 0 })];
    expect(await takeAll(queue, request(account, { windows, weight: 4 }), 5)).toBe(2);
    expect(await takeAll(queue, request(account, { windows, weight: 2 }), 2)).toBe(1);
    await expect(queue.budgets.take(request(account, { windows, weight: 11 }))).rejects.toMatchObject({
      code: 'config_invalid',
    });
  });

  it('counts a large window coarsely and never beyond its limit', async () => {
    const queue = await open();
    const account = newAccount();
    const windows = [window({ limit: 5_000 })];
    expect(await takeAll(queue, request(account, { windows }), 12)).toBe(12);
    expect((await stateOf(queue, account))?.windows).toMatchObject([{ used: 12, limit: 5_000 }]);
    expect(await takeAll(queue, request(account, { windows, weight: 475 }), 12)).toBe(9);
    const [{ used } = { used: 0 }] = (await stateOf(queue, account))?.windows ?? [];
    expect(used).toBeGreaterThanOrEqual(12 + 9 * 475);
    expect(used).toBeLessThanOrEqual(4_750);
  });

  it('is closed for every process until the moment that the vendor has named', async () => {
    const [queue, other] = [await open(), await open()];
    const account = newAccount();
    await permitOf(queue, request(account));
    await queue.budgets.close(account, { window: null, forMs: 30_000 });
    await queue.budgets.close(account, { window: null, forMs: 5_000 });
    const answer = await other.budgets.take(request(account));
    expect(answer).toMatchObject({ kind: 'refused', reason: 'closed', window: null });
    expect(answer.kind === 'refused' && answer.afterMs).toBeGreaterThan(20_000);
    expect((await stateOf(other, account))?.closedUntil).toBeInstanceOf(Date);
  });

  it('is open again after that, for those who can wait so long', async () => {
    const [queue, other] = [await open(), await open()];
    const account = newAccount();
    await queue.budgets.close(account, { window: null, forMs: 300 });
    const before = performance.now();
    const { startAt } = await permitOf(other, request(account, { maxWaitMs: 2_000 }));
    expect(startAt - before).toBeGreaterThan(200);
    await vi.waitFor(() => permitOf(other, request(account)), patience);
  });

  it('can be closed by one window, which holds back nobody else', async () => {
    const queue = await open();
    const account = newAccount();
    const search = window({ name: 'search' });
    await queue.budgets.close(account, { window: 'search', forMs: 30_000 });
    await permitOf(queue, request(account));
    await expect(
      queue.budgets.take(request(account, { windows: [window(), search] })),
    ).resolves.toMatchObject({ kind: 'refused', reason: 'closed', window: 'search' });
  });

  it('believes the vendor who says that less is left, since others call as well', async () => {
    const [queue, other] = [await open(), await open()];
    const account = newAccount();
    const windows = [window({ limit: 50, urgentShare: 0 })];
    const permit = await permitOf(queue, request(account, { windows }));
    permit.settle({ answered: true, health: 'good', left: { all: 3 } });
    await vi.waitFor(async () => {
      expect((await stateOf(other, account))?.windows).toMatchObject([{ used: 47 }]);
    }, patience);
    expect(await takeAll(other, request(account, { windows }), 10)).toBe(3);
  });

  it('does not believe one who says that more is left, nor counts its own calls twice', async () => {
    const queue = await open();
    const account = newAccount();
    const windows = [window({ limit: 50, urgentShare: 0 })];
    const wanted = request(account, { windows, maxWaitMs: MINUTE_MS / 2 });
    const permits = await Promise.all([1, 2, 3].map(() => permitOf(queue, wanted)));
    // The vendor has seen all three when it answers the first; and it forgets sooner than we do.
    permits[0]?.settle({ answered: true, health: 'good', left: { all: 47 } });
    permits[1]?.settle({ answered: true, health: 'good', left: { all: 50 } });
    await permitOf(queue, wanted);
    expect((await stateOf(queue, account))?.windows).toMatchObject([{ used: 4 }]);
  });

  it('counts a call from its answer on, and not from when it may have been under way for longest', async () => {
    const queue = await open();
    const account = newAccount();
    const windows = [window({ limit: 1, windowMs: 300, skewMs: MINUTE_MS })];
    const permit = await permitOf(queue, request(account, { windows }));
    expect(permit.use()).toBe(true);
    permit.settle({ answered: true, health: 'good' });
    await permitOf(queue, request(account, { windows, maxWaitMs: 2_000 }));
  });

  it('gets back the place of a call that was not made', async () => {
    const queue = await open();
    const account = newAccount();
    const windows = [window({ limit: 1 })];
    const permit = await permitOf(queue, request(account, { windows }));
    await expect(queue.budgets.take(request(account, { windows }))).resolves.toMatchObject({
      kind: 'refused',
    });
    permit.giveBack();
    await permitOf(queue, request(account, { windows, maxWaitMs: MINUTE_MS / 2 }));
  });

  it('opens the circuit for the whole fleet after failures in a row, and tells of it once', async () => {
    const changes: CircuitChange[] = [];
    const [queue, other] = [await open(changes), await open(changes)];
    const account = newAccount();
    const wanted = request(account, { windows: [window({ limit: 1_000 })], maxWaitMs: MINUTE_MS });
    for (const process of [queue, other, queue, other, queue, other]) {
      const answer = await process.budgets.take(wanted);
      if (answer.kind === 'granted') answer.permit.settle({ answered: true, health: 'bad' });
    }
    await vi.waitFor(() => expect(changes).toHaveLength(1), patience);
    expect(changes).toMatchObject([{ account: { id: account.id }, kind: 'opened', cause: 'failing' }]);
    expect((await stateOf(other, account))?.circuit).toMatchObject({ cause: 'failing' });

    // When it has rested one call finds out, and everybody else waits for what that comes to.
    const probe = await vi.waitFor(() => permitOf(other, wanted), patience);
    const refused = { kind: 'refused', reason: 'circuit_open' };
    await expect(queue.budgets.take(wanted)).resolves.toMatchObject(refused);
    expect((await stateOf(queue, account))?.circuit).toMatchObject({ state: 'half_open' });
    probe.settle({ answered: true, health: 'bad' });
    await vi.waitFor(async () => {
      expect((await stateOf(queue, account))?.circuit.state).toBe('open');
    }, patience);
    const second = await vi.waitFor(() => permitOf(queue, wanted), patience);
    second.settle({ answered: true, health: 'good' });
    await vi.waitFor(() => permitOf(other, wanted), patience);
    await permitOf(other, wanted);
    expect(changes.map(({ kind }) => kind)).toEqual(['opened', 'closed']);
  });

  it('passes the probe on when it was not made, or says nothing', async () => {
    const queue = await open();
    const account = newAccount();
    const wanted = request(account, { windows: [window({ limit: 1_000 })], maxWaitMs: MINUTE_MS });
    const permits = await Promise.all(Array.from({ length: 5 }, () => permitOf(queue, wanted)));
    for (const permit of permits) permit.settle({ answered: false, health: 'bad' });
    const cancelled = await vi.waitFor(async () => {
      expect((await stateOf(queue, account))?.circuit.state).toBe('half_open');
      return permitOf(queue, wanted);
    }, patience);
    cancelled.settle({ answered: false, health: undefined });
    const unused = await vi.waitFor(() => permitOf(queue, wanted), patience);
    unused.giveBack();
    await vi.waitFor(() => permitOf(queue, wanted), patience);
  });

  it('forgets failures that a success has interrupted', async () => {
    const changes: CircuitChange[] = [];
    const queue = await open(changes);
    const account = newAccount();
    const wanted = request(account, { windows: [window({ limit: 1_000 })], maxWaitMs: MINUTE_MS });
    for (const health of ['bad', 'bad', 'bad', 'bad', 'good', 'bad', 'bad', 'bad', 'bad'] as const) {
      const permit = await permitOf(queue, wanted);
      permit.settle({ answered: true, health });
    }
    await permitOf(queue, wanted);
    await permitOf(queue, wanted);
    expect(changes).toEqual([]);
  });

  it('leaves an account alone whose credentials are refused, until there are others', async () => {
    const changes: CircuitChange[] = [];
    const queue = await open(changes);
    const account = newAccount();
    const wanted = request(account, { windows: [window({ limit: 1_000 })], maxWaitMs: MINUTE_MS });
    const permits = await Promise.all(Array.from({ length: 3 }, () => permitOf(queue, wanted)));
    for (const permit of permits) permit.settle({ answered: true, health: 'unauthorized' });
    await vi.waitFor(async () => {
      await expect(queue.budgets.take(wanted)).resolves.toMatchObject({ reason: 'circuit_open' });
    }, patience);
    await permitOf(queue, { ...wanted, account: { ...account, credentials: 'v2' } });
    await permitOf(queue, { ...wanted, account: { ...account, credentials: 'v2' } });
    expect(changes.map(({ kind, cause }) => [kind, cause])).toEqual([
      ['opened', 'unauthorized'],
      ['closed', 'unauthorized'],
    ]);
  });
});
