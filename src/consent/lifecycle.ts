// consent-and-sensitive-data 4.1: which state of a consent may follow which. A renewal is a new consent.
import type { StoredState } from './facts.ts';

const next: Record<StoredState, readonly StoredState[]> = {
  draft: ['pending', 'active', 'declined'],
  pending: ['active', 'declined', 'revoked', 'in-error'],
  declined: ['draft'],
  active: ['superseded', 'expired', 'revoked', 'in-error'],
  // What was over can still turn out to have been wrong.
  superseded: ['in-error'],
  expired: ['in-error'],
  revoked: ['in-error'],
  'in-error': [],
};

/** Whether a consent in one state may go to another. */
export const mayFollow = (from: StoredState, to: StoredState): boolean => next[from].includes(to);
