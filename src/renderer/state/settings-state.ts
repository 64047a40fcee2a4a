import type { SettableChannel } from '../../shared/alert-channels';
import type { InputOf } from '../../shared/ipc/contract';
import type { SettingsForm, TestResult } from '../../shared/ipc/settings';
import type { SettingsDraft } from './settings-draft';

/** What can be tried: a connection, a place, or a channel, which is tried by sending one alert on it. */
export type Triable = InputOf<'engine', 'test'>['what'] | SettableChannel;

/** How a trial ended, and of which values. It is known until the program ends, and never of another workspace. */
export interface Tried {
  readonly of: string;
  /** Null while it is being tried. */
  readonly result: TestResult | null;
}

export type SettingsTests = { readonly [What in Triable]?: Tried };

/** The settings as they were read, and as they stand in the form: one draft for the form and the assistant. */
export interface SettingsWork {
  /** Whose they are. */
  readonly workspace: string;
  readonly form: SettingsForm;
  readonly draft: SettingsDraft;
  readonly problems: SettingsForm['problems'];
  readonly settingsTests: SettingsTests;
}
