/** The loss around one checkpoint. */
export { landscape } from './landscape.ts';
export type { Landscape, LandscapeOutcome, LandscapeRequest } from './request.ts';
export type { SliceOptions } from './slice.ts';
