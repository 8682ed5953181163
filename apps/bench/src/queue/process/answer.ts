import type { makeHandlers } from './serve.ts';
import type { Request } from './protocol.ts';

/** Does what is asked. */
export const answer = (handlers: ReturnType<typeof makeHandlers>, request: Request): Promise<unknown> => {
  switch (request.call) {
    case 'enter':
      return handlers.enter(request);
    case 'open-producer':
      return handlers['open-producer'](request);
    case 'open-worker':
      return handlers['open-worker'](request);
    case 'produce':
      return handlers.produce(request);
    case 'pace':
      return handlers.pace(request);
    case 'start':
      return handlers.start(request);
    case 'stop':
      return handlers.stop(request);
    case 'tally':
      return handlers.tally(request);
    case 'settle':
      return handlers.settle(request);
    case 'audit':
      return handlers.audit(request);
    case 'close':
      return handlers.close(request);
  }
};
