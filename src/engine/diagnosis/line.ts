import type { MaloteError } from '../../shared/errors';
import type { DiagnosisCheck, DiagnosisFacts, DiagnosisItem, DiagnosisLine } from '../../shared/ipc/diagnosis';

/** A line without its check, which who runs it knows. */
export type Found = Omit<DiagnosisLine, 'check'>;

export function inOrder(item: DiagnosisItem, found: string, facts: DiagnosisFacts = {}): Found {
  return { item, status: 'ok', found, fix: null, code: null, details: {}, facts };
}

/** @param found where the error's own sentence would not do */
export function troubled(
  item: DiagnosisItem,
  status: Exclude<DiagnosisLine['status'], 'ok'>,
  { code, message, action, details }: Pick<MaloteError, 'code' | 'message' | 'action' | 'details'>,
  facts: DiagnosisFacts = {},
  found = message,
): Found {
  return { item, status, found, fix: action, code, details, facts };
}

export function ofCheck(check: DiagnosisCheck): (found: Found) => DiagnosisLine {
  return (found) => ({ check, ...found });
}
