export { makeStreamGround, type StoredObject, type StreamGround } from './stream-ground.ts';
