export { takeJobAndDie } from './dead-worker.ts';
