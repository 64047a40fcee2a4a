import { useEffect, useState } from 'react';
import type { SettingsField } from '../../../shared/ipc/settings';
import { useConsole, useServices, useUi } from '../../state/services';
import type { SettingsDraft } from '../../state/settings-draft';
import { editSettings, loadSettings } from '../../state/settings-work';
import type { SettingsWork } from '../../state/settings-state';

export interface LoadedSettings {
  /** Null while they are being read. */
  readonly work: SettingsWork | null;
  /** Why they could not be read. */
  readonly failure: unknown;
  readonly reload: () => void;
}

/** The settings in the form: read when the screen opens, and again when another workspace is shown. */
export function useLoadedSettings(): LoadedSettings {
  const services = useServices();
  const workspace = useConsole((state) => state.workspace.shown);
  const work = useUi(({ settings }) => settings);
  const [failure, setFailure] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let current = true;
    loadSettings(services).then(
      () => current && setFailure(null),
      (error: unknown) => current && setFailure(error),
    );
    return () => {
      current = false;
    };
  }, [services, workspace, attempt]);
  return { work, failure, reload: () => setAttempt((before) => before + 1) };
}

/** What a group of fields needs: values, what is wrong with them, and how to change them. */
export interface Editing {
  readonly draft: SettingsDraft;
  readonly readOnly: boolean;
  readonly problemOf: (field: SettingsField) => string | null;
  readonly edit: (changes: Partial<SettingsDraft>) => void;
}

export function useEditing(work: SettingsWork): Editing {
  const services = useServices();
  return {
    draft: work.draft,
    readOnly: work.form.readOnly,
    problemOf: (field) => work.problems[field] ?? null,
    edit: (changes) => editSettings(services, changes),
  };
}
