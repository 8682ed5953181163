/** Why two did not become one. */
export type RefusalReason =
  | 'other-partner-named'
  | 'two-contacts'
  | 'too-many-emails'
  | 'too-many-payers'
  | 'too-many-objects'
  | 'address-of-many'
  | 'domain-of-many'
  | 'neighbourhood-too-large'
  | 'alike';

export type ReviewKind = 'disagreement' | 'quarantine' | 'suggestion';

/** What people should look at: an edge that was not followed, and the objects on both of its sides. */
export interface Refusal {
  readonly kind: ReviewKind;
  readonly a: string;
  readonly b: string;
  readonly reason: RefusalReason;
  readonly subjects: readonly string[];
}

export const kindOfReason = (reason: RefusalReason): ReviewKind => {
  switch (reason) {
    case 'other-partner-named':
    case 'two-contacts':
      return 'disagreement';
    case 'alike':
      return 'suggestion';
    case 'too-many-emails':
    case 'too-many-payers':
    case 'too-many-objects':
    case 'address-of-many':
    case 'domain-of-many':
    case 'neighbourhood-too-large':
      return 'quarantine';
  }
};
