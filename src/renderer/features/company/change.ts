import type { CompanyView } from '../../state/evidence-view';
import type { UiStoreHook } from '../../state/ui-store';

/** Changes what is shown of the company; nothing while none is shown. */
export function changeCompany(ui: UiStoreHook, change: Partial<CompanyView>): void {
  ui.setState(({ company }) => ({ company: company && { ...company, ...change } }));
}
