import { keyFit } from '../../state/held-secrets';
import type { SettingsField } from '../../../shared/ipc/settings';
import { settingsTestOf } from '../../state/settings-tests';
import type { AssistantStep } from '../../state/ui-store';
import type { SettingsWork } from '../../state/settings-state';

export type WorkStep = Exclude<AssistantStep, 'welcome'>;

export const STEPS = ['sieg', 'archive', 'import', 'companies', 'ready'] as const satisfies readonly WorkStep[];

/** Which fields a step asks for. */
const FIELDS: Readonly<Record<WorkStep, readonly SettingsField[]>> = {
  sieg: ['sieg.generation', 'sieg.baseUrl', 'sieg.requestsPerMinute'],
  archive: ['archive.root'],
  import: ['importShare.root', 'importShare.layout', 'importShare.cancelledRoot'],
  companies: ['companies.workbook'],
  ready: [],
};

/** What is said against the fields of a step. */
export function problemsOf(step: WorkStep, problems: SettingsWork['problems']): SettingsWork['problems'] {
  return Object.fromEntries(
    FIELDS[step].flatMap((field) => (problems[field] === undefined ? [] : [[field, problems[field]]])),
  );
}

/** The step that asks for a field that is wrong; the last one when no step does. */
export function stepOfProblem(problems: SettingsWork['problems']): WorkStep {
  return STEPS.find((step) => Object.keys(problemsOf(step, problems)).length > 0) ?? 'ready';
}

/** Whether a step has got all that it asks for. */
export function isAnswered(step: WorkStep, { draft, form }: SettingsWork): boolean {
  switch (step) {
    case 'sieg':
      return draft['sieg.baseUrl'].trim() !== '' && keyFit(form.key, draft) === 'fits';
    case 'archive':
      return draft['archive.root'].shown !== null;
    case 'import':
      return draft['importShare.root'].shown !== null;
    case 'companies':
      return draft['companies.workbook'].shown !== null;
    case 'ready':
      return false;
  }
}

/** How far a step is. What was filled in is done only when it was tried and found good. */
export type StepState = 'open' | 'untested' | 'failed' | 'tested';

const TRIAL = { sieg: 'sieg', archive: 'archive', import: 'import', companies: 'workbook' } as const;

export function stateOf(step: WorkStep, work: SettingsWork): StepState {
  if (step === 'ready' || !isAnswered(step, work)) return 'open';
  const result = settingsTestOf(work, TRIAL[step]);
  if (result === null) return 'untested';
  return result.ok ? 'tested' : 'failed';
}

/** Where to go on: the first step that lacks something. */
export function firstOpenStep(work: SettingsWork): WorkStep {
  return STEPS.find((step) => !isAnswered(step, work)) ?? 'ready';
}

export function hasBegun(work: SettingsWork): boolean {
  return STEPS.some((step) => isAnswered(step, work));
}

export function stepAfter(step: WorkStep): WorkStep {
  return STEPS[STEPS.indexOf(step) + 1] ?? 'ready';
}

/** The step before; the welcome page before the first. */
export function stepBefore(step: WorkStep): AssistantStep {
  return STEPS[STEPS.indexOf(step) - 1] ?? 'welcome';
}
