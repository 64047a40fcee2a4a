import type { CompanyName } from '../../shared/ipc/audit';
import type { UiStoreHook } from './ui-store';

/** Leads to one company's month; "Voltar" there leads back to the screen that stands now. */
export function openCompany(ui: UiStoreHook, { taxId, folder }: CompanyName, month: string): void {
  ui.setState(({ screen }) => ({
    screen: 'company',
    company: { taxId, folder, month, from: screen ?? 'panel', kind: null, state: 'all', search: '' },
  }));
}
