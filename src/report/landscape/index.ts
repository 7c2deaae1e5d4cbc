/** The figures and tables of a loss landscape. */
export type { LandscapeCaption, LandscapeRows, LinePoint, MaximizerRow, PlanePoint } from './rows.ts';
export { writeLandscape } from './writeLandscape.ts';
