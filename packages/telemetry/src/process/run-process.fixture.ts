// A process for run-process.int.test.ts: `node run-process.fixture.ts <behaviour> <drainMs>`.
import { setTimeout as sleep } from 'node:timers/promises';
import { announce, makeLogger, runProcess } from '../index.ts';

const [behaviour = 'serve', drainMs = '2000'] = process.argv.slice(2);

const stop = async (): Promise<void> => {
  announce({ type: 'stopping' });
  if (behaviour === 'hang') await sleep(60_000);
  if (behaviour === 'break-on-stop') throw new Error('stop of jane@example.com');
  process.stdout.write('closed\n');
};

const start = async () => {
  if (behaviour === 'break-on-start') throw new Error('start of jane@example.com');
  // Holds the event loop as a server would.
  setInterval(() => undefined, 1_000);
  if (behaviour === 'throw')
    setTimeout(() => {
      throw new Error('throw of jane@example.com');
    }, 5);
  if (behaviour === 'reject') void Promise.reject(new Error('reject of jane@example.com'));
  announce({ type: 'ready', port: 1 });
  return behaviour === 'done' ? { stop, ended: sleep(5) } : { stop };
};

runProcess({
  name: 'fixture',
  log: makeLogger({ process: 'fixture', level: 'info', pretty: false }),
  drainMs: Number(drainMs),
  start,
});
