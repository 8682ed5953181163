import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, missingChromium, startBrowser } from '../src/browser.ts';
import { openBullBoard, type BullBoard } from '../src/bull-board.ts';
import { startFleet, type Fleet } from '../src/fleet.ts';
import { describeEachQueue, makeGround, type Ground } from '../src/ground.ts';
import { makePlace, type Place } from '../src/place.ts';
import { until } from '../src/until.ts';

const chromium = findChromium();
const browserTitle = chromium === undefined ? missingChromium() : 'in a browser';

describeEachQueue((kind) => {
  const taken = new AsyncDisposableStack();
  let ground: Ground;
  let place: Place;
  let fleet: Fleet;
  let board: BullBoard;
  beforeAll(async () => {
    ground = taken.use(await makeGround(kind));
    place = taken.use(await makePlace(ground.env));
    fleet = await startFleet(place);
    taken.defer(() => fleet.stop());
    board = openBullBoard(fleet.url, fleet.apiKey);
    await fleet.untilSynced();
  });
  afterAll(() => taken.disposeAsync());

  const jobIn = (status: string, id: string | undefined, agent = 'sales') =>
    until(`the job is ${status}`, async () => (await board.jobs(agent, status)).find((job) => job.id === id));

  describe('a job that somebody adds straight to the queue', () => {
    it('is adopted: it gets its task, runs, and leads to it', async () => {
      const added = await ground.queue.boardQueue('sales').add('companies.sync', {});
      const job = await jobIn('completed', added.id);
      const taskId = job.externalUrl?.href.split('/').at(-1) ?? '';
      expect(await fleet.client.tasks.show(taskId)).toMatchObject({
        agent: 'sales',
        type: 'companies.sync',
        status: 'completed',
        origin: 'adopted',
        payload: {},
        result: { complete: true },
      });
    });

    it('is adopted when it was Bull Board that added it', async () => {
      const job = await jobIn('completed', await board.add('sales', 'contacts.sync', {}));
      expect(job.externalUrl?.href).toMatch(/^\/api\/tasks\/[0-9a-f-]{36}$/u);
    });

    it.each([
      ['sales', 'contacts.sync', { rowsBefore: 'many' }, 'rowsBefore'],
      ['sales', 'contacts.snyc', {}, 'contacts.sync'],
      ['billing', 'invoice.failing', {}, 'only agents send'],
    ])('fails with the reason in sight when it does not fit: %s %s %j', async (agent, name, data, reason) => {
      const before = await fleet.client.status();
      const added = await ground.queue.boardQueue(agent).add(name, data);
      const job = await jobIn('failed', added.id, agent);
      expect(job.failedReason).toContain(reason);
      expect((await fleet.client.status()).tasks.failed).toBe(before.tasks.failed);
    });
  });

  it('lists the queue of every agent', async () => {
    const queues = await board.queues('sales', 'latest');
    expect(queues.map(({ name, displayName }) => [name, displayName])).toEqual([
      ['agent.billing', 'billing'],
      ['agent.coordinator', 'coordinator'],
      ['agent.insights', 'insights'],
      ['agent.knowledge', 'knowledge'],
      ['agent.sales', 'sales'],
      ['agent.success', 'success'],
    ]);
  });

  describe.skipIf(chromium === undefined)(browserTitle, () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await startBrowser(chromium ?? '');
    });
    afterAll(() => browser.close());

    it('asks for the key before it shows anything', async () => {
      const page = await browser.newPage();
      // What a browser without a window makes of its login dialogue.
      await expect(page.goto(`${fleet.url}/queues`)).rejects.toThrow('ERR_INVALID_AUTH_CREDENTIALS');
      await page.close();
    });

    it('shows queues and jobs, how far a job came, and opens its task', async () => {
      const context = await browser.newContext({
        httpCredentials: { username: 'operator', password: fleet.apiKey },
        viewport: { width: 1280, height: 900 },
      });
      const page = await context.newPage();
      const troubles: string[] = [];
      page.on('console', (message) => {
        const text = message.text();
        // It says so of what a slow machine takes more than a few seconds to get to.
        const isSlow = text.includes('was preloaded using link preload but not used within a few seconds');
        const isTrouble = message.type() === 'error' || message.type() === 'warning';
        if (isTrouble && !isSlow) troubles.push(`${text} ${message.location().url}`);
      });
      page.on('pageerror', (error) => troubles.push(error.message));
      page.on('requestfailed', (request) => {
        const reason = request.failure()?.errorText;
        // A page that is left gives up what it still asked for.
        if (reason !== 'net::ERR_ABORTED') troubles.push(`${request.url()} ${reason}`);
      });
      const sync = { agent: 'sales', type: 'contacts.sync', payload: { full: true } };
      const [enqueued] = await fleet.client.tasks.enqueue([sync]);
      const id = enqueued?.id ?? '';
      await fleet.client.tasks.wait(id);

      await page.goto(`${fleet.url}/queues`);
      for (const agent of ['billing', 'coordinator', 'insights', 'knowledge', 'sales', 'success']) {
        await page.getByRole('link', { name: `agent.${agent}` }).waitFor();
      }
      await page.getByRole('link', { name: 'agent.sales' }).click();
      await page.getByRole('link', { name: /^completed/iu }).click();
      await page
        .getByRole('link', { name: /^[0-9a-f-]{36}$/u })
        .first()
        .waitFor();
      await page.screenshot({ path: path.join(place.home, `bull-board-${kind}.png`) });
      // By its address, since the fleet goes on and what is first in the list moves on with it.
      await page.goto(`${fleet.url}/queues/queue/agent.sales/${id}`);
      await page.getByRole('heading', { name: 'contacts.sync' }).waitFor();
      await page.getByRole('tab', { name: 'Progress' }).click();
      await page.getByRole('tabpanel').getByText(/rows/u).waitFor();
      await page.screenshot({ path: path.join(place.home, `bull-board-job-${kind}.png`) });

      const opened = context.waitForEvent('page');
      await page.getByRole('link', { name: 'Task', exact: true }).click();
      const taskPage = await opened;
      await taskPage.waitForLoadState();
      expect(taskPage.url()).toBe(`${fleet.url}/api/tasks/${id}`);
      expect(JSON.parse(await taskPage.innerText('body'))).toMatchObject({ id, type: 'contacts.sync' });
      expect(troubles.join('\n')).toBe('');
      await context.close();
    });
  });
});
