import { idSchema, NotFoundError, timeOfId, ValidationError, vendors } from '@sherpa/core';
import {
  findAsked,
  findEffectByName,
  findEffectsByKey,
  findEffectsOfObject,
  findFieldOrigin,
  findMirrored,
  isMonthKept,
  type AskedEffect,
  type AskedKind,
  type AskedObject,
  type Db,
  type FieldOrigin,
  type MirroredSource,
} from '@sherpa/db';
import { readCustomer } from '../customers/by-id/read.ts';

/** One question, as it came. */
export interface Question {
  readonly id?: string | undefined;
  readonly effect?: string | undefined;
  readonly object?: string | undefined;
  readonly customer?: string | undefined;
  readonly field?: string | undefined;
}

/** What a question is about: the task behind it, and how one comes there. */
export interface Subject {
  readonly kind: AskedKind | 'effect' | 'object' | 'field';
  readonly taskId: string | null;
  readonly effect: string | null;
  /** The vendor's event that it is about. */
  readonly webhookId: string | null;
  readonly others: readonly AskedEffect[];
  readonly field: Omit<FieldOrigin, 'sources'> | null;
  /** What the mirror knows of it, the object that the answer goes by first. */
  readonly sources: readonly MirroredSource[];
}

/** What can be asked, told with every question that cannot be answered. */
const problems = [
  { field: 'a task', problem: 'by its id; also a message, webhook, approval, case or event by its own' },
  { field: 'a write', problem: 'by its key at the vendor, or by <task id>/<name>' },
  { field: 'an object', problem: 'as hubspot:task:123, written or read' },
  { field: 'a customer', problem: 'with one of its fields' },
];

const nothing = { effect: null, webhookId: null, others: [], field: null, sources: [] } as const;

/** What was there once and is dropped with its month is told apart from what never was. */
const missing = async (tx: Db, id: string | undefined): Promise<NotFoundError> => {
  if (id !== undefined && !(await isMonthKept(tx, timeOfId(id))))
    return new NotFoundError('That is of a month whose history is not kept any more, or was never there.', {
      details: { problems },
    });
  return new NotFoundError('Nothing of that name is known here. What can be asked for:', {
    details: { problems },
  });
};

const ofEffects = (kind: Subject['kind'], [newest, ...others]: readonly AskedEffect[]): Subject | undefined =>
  newest && { ...nothing, kind, taskId: newest.taskId, effect: newest.name, others };

const byId = async (tx: Db, id: string): Promise<Subject> => {
  const asked = await findAsked(tx, id);
  if (asked === undefined) throw await missing(tx, id);
  return { ...nothing, ...asked, webhookId: asked.kind === 'webhook' ? id : null };
};

const TASK_AND_NAME = /^([^/]{36})\/(.+)$/u;
/** The key of a write that was given none. */
const OWN_KEY = /^sherpa:([^:]{36}):/u;

const byEffect = async (tx: Db, text: string): Promise<Subject> => {
  const [, taskId = '', name = ''] = TASK_AND_NAME.exec(text) ?? [];
  const isNamed = idSchema.safeParse(taskId).success;
  const found = isNamed ? await findEffectByName(tx, taskId, name) : await findEffectsByKey(tx, text);
  const subject = ofEffects('effect', found);
  if (subject !== undefined) return subject;
  const of = isNamed ? taskId : OWN_KEY.exec(text)?.[1];
  throw await missing(tx, idSchema.safeParse(of).data);
};

const toObject = (text: string): AskedObject => {
  const [name, objectType = '', ...id] = text.split(':');
  const system = vendors.find((known) => known === name);
  if (system === undefined) throw new ValidationError('That is no object of a vendor.');
  return { system, objectType, externalId: id.join(':') };
};

/** What we wrote goes before what we read: of that it is known who did it. */
const byObject = async (tx: Db, text: string): Promise<Subject> => {
  const object = toObject(text);
  const source = await findMirrored(tx, object);
  const sources = source === undefined ? [] : [source];
  const written = ofEffects('object', await findEffectsOfObject(tx, object));
  if (written !== undefined) return { ...written, sources };
  if (source === undefined) throw await missing(tx, undefined);
  return { ...nothing, kind: 'object', taskId: source.writtenBy, sources };
};

const byField = async (tx: Db, customerId: string, name: string): Promise<Subject> => {
  const customer = await readCustomer(tx, customerId);
  const origin = await findFieldOrigin(tx, customer.id, name);
  if ('known' in origin) {
    const known = origin.known.join(', ') || 'none yet';
    throw new NotFoundError('This customer has no such field, or nobody says what is in it.', {
      details: { problems: [{ field: 'fields that it has', problem: known }] },
    });
  }
  const { sources, ...field } = origin;
  return { ...nothing, kind: 'field', taskId: sources[0]?.writtenBy ?? null, field, sources };
};

/** Finds what a question is about; throws where there is no such thing, and says what can be asked. */
export const findSubject = (tx: Db, question: Question): Promise<Subject> => {
  const { id, effect, object, customer, field } = question;
  const asked = [id, effect, object, customer ?? field].filter((part) => part !== undefined);
  if (asked.length === 1) {
    if (id !== undefined) return byId(tx, id);
    if (effect !== undefined) return byEffect(tx, effect);
    if (object !== undefined) return byObject(tx, object);
    if (customer !== undefined && field !== undefined) return byField(tx, customer, field);
  }
  throw new ValidationError('That is not one question. What can be asked for:', { details: { problems } });
};
