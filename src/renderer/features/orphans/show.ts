import type { CompanyName, FindingCategory } from '../../../shared/ipc/audit';
import type { RecoveryView } from '../../../shared/ipc/recovery';
import { INITIAL_ORPHANS, type OrphansView } from '../../state/evidence-view';
import type { UiStoreHook } from '../../state/ui-store';

/** Changes what the screen of orphans shows. */
export function changeOrphans(ui: UiStoreHook, change: Partial<OrphansView>): void {
  ui.setState(({ orphans }) => ({ orphans: { ...orphans, ...change } }));
}

/** Shows a plan, or a recovery that was. */
export function showRecovery(ui: UiStoreHook, plan: RecoveryView): void {
  changeOrphans(ui, { plan, leftOut: new Set(), tab: 'recovery' });
}

/** Leads to the findings of one company and month. */
export function showFindings(
  ui: UiStoreHook,
  at: {
    readonly auditId: number;
    readonly category: FindingCategory;
    readonly company: CompanyName;
    readonly month: string;
  },
): void {
  ui.setState({ screen: 'orphans', orphans: { ...INITIAL_ORPHANS, ...at, mode: 'findings' } });
}
