import { DIAGNOSIS_CHECK_NAMES, type DiagnosisCheck } from '../../shared/ipc/diagnosis';
import type { CheckView } from './diagnosis-state';
import type { Services } from './services';

type Asking = Pick<Services, 'client' | 'ui' | 'now'>;

/** Asks everything, each check by itself: what answers at once is shown at once. */
export function diagnoseAll(services: Asking): Promise<unknown> {
  const { ui, now } = services;
  ui.setState(({ diagnosis }) => ({ diagnosis: { ...diagnosis, at: now().getTime() } }));
  return Promise.all(DIAGNOSIS_CHECK_NAMES.map((check) => diagnoseOne(services, check)));
}

/** Asks one check again; what it said last is shown until it answers. Never rejects. */
export async function diagnoseOne({ client, ui }: Asking, check: DiagnosisCheck): Promise<void> {
  const set = (change: (before: CheckView) => CheckView): void => {
    ui.setState(({ diagnosis }) => {
      const before = diagnosis.checks[check] ?? { asking: false, lines: [], failure: null };
      return { diagnosis: { ...diagnosis, checks: { ...diagnosis.checks, [check]: change(before) } } };
    });
  };
  set((before) => ({ ...before, asking: true }));
  try {
    const lines = await client.engine.diagnose({ checks: [check] });
    set(() => ({ asking: false, lines, failure: null }));
  } catch (failure) {
    set(() => ({ asking: false, lines: [], failure }));
  }
}
