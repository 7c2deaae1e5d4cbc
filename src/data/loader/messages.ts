import type { Batch } from '../types.ts';
import type { PassPlan } from './passPlan.ts';

/** What the loader tells its thread. Passes and requests carry numbers that are given once. */
export type ToThread =
  | { readonly kind: 'open'; readonly pass: number; readonly plan: PassPlan }
  | { readonly kind: 'prepare'; readonly request: number; readonly pass: number; readonly batch: number }
  /** Forgets a pass and what was asked of it. */
  | { readonly kind: 'close'; readonly pass: number }
  /** Ends the thread. */
  | { readonly kind: 'end' };

/** What the thread answers to a `prepare`. */
export type FromThread =
  | { readonly kind: 'batch'; readonly request: number; readonly batch: Batch }
  | {
      readonly kind: 'failure';
      readonly request: number;
      readonly message: string;
      /** The message is for the researcher: a UserError. */
      readonly forUser: boolean;
    };
