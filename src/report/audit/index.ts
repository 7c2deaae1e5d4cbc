/** What rescaling does to the measures of a network. */
export { kindLabels, variantLabel } from './auditFigure.ts';
export {
  type AuditKind,
  type AuditRow,
  type AuditVerdict,
  auditRows,
  auditVerdicts,
  INVARIANCE_TOLERANCE,
} from './auditRows.ts';
export { writeAudit } from './writeAudit.ts';
