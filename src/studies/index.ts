export { type Audited, type AuditOutcome, audit } from './audit.ts';
export type { AuditComparison, AuditRequest } from './auditRequest.ts';
export {
  type Measured,
  type MeasureHooks,
  type MeasureOutcome,
  type MeasureProgress,
  measure,
} from './measure.ts';
export type { MeasurePlan } from './measurePlan.ts';
export type { MeasureRequest } from './measureRequest.ts';
export { type TrainHooks, type TrainOutcome, train } from './train.ts';
export type { TrainRequest } from './trainRequest.ts';
