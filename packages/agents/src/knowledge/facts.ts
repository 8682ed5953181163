import { factsByType } from '../facts/reading.ts';
import { identityAnswers } from './told/identity-answers.ts';

/** What Notion's objects tell, by their type. */
export const knowledgeFacts = factsByType({ page: [identityAnswers] });
