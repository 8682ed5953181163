import { openHammer, hammerSchema } from './hammer.ts';

let hammer: Awaited<ReturnType<typeof openHammer>> | undefined;

const send = (message: object): void => {
  // The parent may be gone; then so are we in a moment.
  process.send?.(message, undefined, undefined, () => undefined);
};

/** `open` with what to do, then `run`, then `close`; each is answered when it is done. */
const obey = async (message: unknown): Promise<unknown> => {
  if (message === 'run') return hammer?.run();
  if (message === 'close') return hammer?.close();
  hammer = await openHammer(hammerSchema.parse(message));
  return undefined;
};

process.on('message', (message) => {
  void obey(message).then(
    (value) => send({ type: 'answer', value: value ?? null }),
    (error: unknown) =>
      send({ type: 'failure', stack: error instanceof Error ? (error.stack ?? '') : String(error) }),
  );
});
process.once('disconnect', () => process.exit(1));
// The terminal's Ctrl-C reaches the whole group; it is our parent who decides.
process.on('SIGINT', () => undefined);
