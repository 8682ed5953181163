import { envelopeSchema } from './process/protocol.ts';
import { makeHandlers } from './process/serve.ts';
import { answer } from './process/answer.ts';

const send = (message: object): void => {
  // The parent may be gone; then so are we in a moment.
  process.send?.(message, undefined, undefined, () => undefined);
};

const handlers = makeHandlers(send);

process.on('message', (message) => {
  const { id, request } = envelopeSchema.parse(message);
  void answer(handlers, request).then(
    (value) => send({ type: 'answer', id, value }),
    (error: unknown) =>
      send({ type: 'failure', id, stack: error instanceof Error ? (error.stack ?? '') : String(error) }),
  );
});
process.once('disconnect', () => process.exit(1));
// The terminal's Ctrl-C reaches the whole group; it is our parent who decides.
process.on('SIGINT', () => undefined);
