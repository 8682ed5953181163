export { newTask } from './new-task.ts';
export { makeTestDatabase, type TestDatabase } from './test-database.ts';
