import { setTimeout as sleep } from 'node:timers/promises';
import { html, withHeaders, type Answer, type Delivery, type Reply } from '../http/reply.ts';
import type { Layer, Vendor } from '../http/route.ts';
import type { Fault } from './fault.ts';
import type { FaultList } from './fault-list.ts';

export interface FaultLayerDeps {
  readonly vendor: Vendor;
  readonly faults: FaultList;
  /** The vendor's own 429. */
  tooMany(): Answer;
  /** The vendor's own words with a status; a page without words where it has none. */
  ofStatus?(status: number): Answer;
}

const BAD_GATEWAY =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n';

const inItsStead = (answer: Answer): Answer => ({ ...answer, isFault: true });

const delivered = (reply: Reply, delivery: Delivery): Reply =>
  reply.kind === 'answer' ? { ...reply, delivery } : reply;

const tooManyAnswer = (fault: Fault, answer: Answer): Answer =>
  fault.retryAfter === undefined ? answer : withHeaders(answer, { 'Retry-After': String(fault.retryAfter) });

const statusAnswer = (deps: FaultLayerDeps, status: number): Answer =>
  deps.ofStatus?.(status) ?? html('', status);

/** Lets the next fault that is meant for a request happen to it. */
export const makeFaultLayer =
  (deps: FaultLayerDeps): Layer =>
  async (request, next) => {
    const fault = deps.faults.take({ vendor: deps.vendor, method: request.method, path: request.path });
    if (fault === undefined) return next(request);
    switch (fault.kind) {
      case 'latency':
        await sleep(fault.ms, undefined, { ref: false });
        return next(request);
      case 'hang':
        return { kind: 'hang' };
      case 'reset':
        return { kind: 'reset' };
      case 'html502':
        return inItsStead(html(BAD_GATEWAY, 502));
      case 'status429':
        return inItsStead(tooManyAnswer(fault, deps.tooMany()));
      case 'status':
        return inItsStead(tooManyAnswer(fault, statusAnswer(deps, fault.status)));
      case 'truncate':
        return delivered(await next(request), 'truncated');
      case 'slowBody':
        return delivered(await next(request), { slowMs: fault.ms });
      case 'lostAfterCommit':
        return delivered(await next(request), 'lost');
    }
  };
