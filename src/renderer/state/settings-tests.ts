import type { TestResult } from '../../shared/ipc/settings';
import type { Services } from './services';
import type { SettingsDraft } from './settings-draft';
import type { SettingsWork, Triable, Tried } from './settings-state';

/** What a trial looks at, as people see it: a folder that has been saved since is the same folder. */
function valuesOf(what: Triable, draft: SettingsDraft): unknown {
  switch (what) {
    case 'sieg':
      return [draft['sieg.generation'], draft['sieg.baseUrl']];
    case 'archive':
      return draft['archive.root'].shown;
    case 'import':
      return draft['importShare.root'].shown;
    case 'cancelled':
      return draft['importShare.cancelledRoot'].shown;
    case 'workbook':
      return draft['companies.workbook'].shown;
    default:
      return Object.entries(draft).filter(([field]) => field.startsWith(`${what}.`));
  }
}

/** How the values of the form were last tried; null where they have not been, as they stand. */
export function settingsTestOf(
  { settingsTests, draft }: Pick<SettingsWork, 'settingsTests' | 'draft'>,
  what: Triable,
): TestResult | null {
  const tried = settingsTests[what];
  return tried !== undefined && tried.of === JSON.stringify(valuesOf(what, draft)) ? tried.result : null;
}

/** Tries the values of the form and keeps how it ended, unless they were forgotten meanwhile. */
export async function tryOut(
  { ui }: Pick<Services, 'ui'>,
  what: Triable,
  draft: SettingsDraft,
  settingsTest: () => Promise<TestResult>,
): Promise<void> {
  const note = (tried: Tried): void =>
    ui.setState(({ settings }) => ({
      settings: settings && { ...settings, settingsTests: { ...settings.settingsTests, [what]: tried } },
    }));
  const begun: Tried = { of: JSON.stringify(valuesOf(what, draft)), result: null };
  note(begun);
  const result = await settingsTest();
  if (ui.getState().settings?.settingsTests[what] === begun) note({ ...begun, result });
}

/** What was tried has changed, and the form does not show how: a secret. */
export function forgetSettingsTest({ ui }: Pick<Services, 'ui'>, what: Triable): void {
  ui.setState(({ settings }) => {
    if (settings?.settingsTests[what] === undefined) return {};
    const { [what]: _forgotten, ...settingsTests } = settings.settingsTests;
    return { settings: { ...settings, settingsTests } };
  });
}
