/** Raw SQL for what a test looks at; everybody else goes through the repositories. */
export { sql } from 'kysely';
export { newTask } from './new-task.ts';
export { makeTestDatabase, type TestDatabase } from './test-database.ts';
