/** Raw SQL for what a test looks at; everybody else goes through the repositories. */
export { sql } from 'kysely';
export { lockWaits } from './lock-waits.ts';
export { newFinish } from './new-finish.ts';
export { newTask } from './new-task.ts';
export { makeTestDatabase, type TestDatabase } from './test-database.ts';
export { makeTestVault, testKey } from './test-vault.ts';
