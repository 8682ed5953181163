import { startPostgres } from '../postgres/start-postgres.ts';

// A starter for tests to kill: says over IPC which server it started, and then waits.
const [dataDir = '', temporary] = process.argv.slice(2);
const { pid, url } = await startPostgres({ dataDir, durable: false, temporary: temporary === 'temporary' });
process.send?.({ pid, url });
setInterval(() => undefined, 60_000);
