export { type Audited, type AuditOutcome, audit } from './audit.ts';
export type { AuditComparison, AuditRequest } from './auditRequest.ts';
export type { MeasureHooks, MeasureProgress } from './finishPieces.ts';
export { type Measured, type MeasureOutcome, measure } from './measure.ts';
export type { MeasurePlan } from './measurePlan.ts';
export type { MeasureRequest } from './measureRequest.ts';
export { type TrainHooks, type TrainOutcome, train } from './train.ts';
export type { TrainRequest } from './trainRequest.ts';
