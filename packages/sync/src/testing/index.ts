export { makeStreamGround, type StreamGround } from './stream-ground.ts';
