import { BaseAgent, type Handlers } from '@sherpa/agent-kit';
import type { AgentDeps } from '../agent-deps.ts';
import { knowledgeContract, type KnowledgeContract } from './contract.ts';
import { settleMirror } from '../resolve-mirror.ts';
import { makeDoings } from './doings/handlers.ts';
import { makeResolveMirror } from './tasks/resolve-mirror.ts';
import { makeAuditStream, makeRefreshObjects, makeSyncStream } from './tasks/streams.ts';
import { tidyPages } from './tasks/tidy-pages.ts';
import { answerQuestion } from './workflows/answers/answer-question.ts';

class KnowledgeAgent extends BaseAgent<KnowledgeContract> {
  readonly contract = knowledgeContract;
  protected readonly handlers: Handlers<KnowledgeContract>;

  constructor({ notion, clock }: AgentDeps) {
    super();
    const deps = { notion, clock };
    this.handlers = {
      ...makeDoings(deps),
      'data-sources.sync': makeSyncStream(deps, 'data-sources'),
      'pages.sync': makeSyncStream(deps, 'pages'),
      'data-sources.audit': makeAuditStream(deps, 'data-sources'),
      'pages.audit': makeAuditStream(deps, 'pages'),
      'objects.refresh': makeRefreshObjects(deps),
      'mirror.resolve': makeResolveMirror(deps),
      'mirror.settle': (ctx) => settleMirror(ctx, 'notion'),
      'question.answer': answerQuestion,
      'pages.tidy': tidyPages,
    };
  }
}

export const makeKnowledgeAgent = (deps: AgentDeps): KnowledgeAgent => new KnowledgeAgent(deps);
