import { DIAGNOSIS_CHECK_NAMES, type DiagnosisCheck, type DiagnosisLine } from '../../shared/ipc/diagnosis';

/** What became of one check. */
export interface CheckView {
  readonly asking: boolean;
  /** As it answered last. */
  readonly lines: readonly DiagnosisLine[];
  /** Why there is no answer; null where there is one, or none yet. */
  readonly failure: unknown;
}

export interface DiagnosisView {
  /** When everything was last asked; null: never. Milliseconds. */
  readonly at: number | null;
  readonly checks: Readonly<Partial<Record<DiagnosisCheck, CheckView>>>;
}

export const INITIAL_DIAGNOSIS: DiagnosisView = { at: null, checks: {} };

/** Every line that is known, in the order in which they are shown. */
export function linesOf({ checks }: DiagnosisView): readonly DiagnosisLine[] {
  return DIAGNOSIS_CHECK_NAMES.flatMap((check) => checks[check]?.lines ?? []);
}

/** How many checks have not answered yet. */
export function askingOf({ checks }: DiagnosisView): number {
  return DIAGNOSIS_CHECK_NAMES.filter((check) => checks[check]?.asking === true).length;
}
