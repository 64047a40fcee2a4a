import type { ReactNode } from 'react';
import { FolderSearch } from 'lucide-react';
import type { PlaceField } from '../../../../shared/ipc/settings';
import { Button } from '../../../components/Button';
import { Field, TextInput } from '../../../components/Field';
import { t } from '../../../i18n';
import { useServices } from '../../../state/services';
import { NO_PLACE, picked } from '../../../state/settings-draft';
import { useTask } from '../../../state/use-task';
import type { Editing } from '../use-settings';
import styles from './fields.module.css';

export interface PlaceInputProps {
  readonly field: PlaceField;
  readonly editing: Editing;
  /** What stands in the box when nothing is chosen. */
  readonly unset?: string;
  /** Nothing chosen is a choice too. */
  readonly optional?: boolean;
}

/** A folder or file, chosen in the system's own window: the page never writes a path. */
export function PlaceInput({ field, editing, unset, optional = false }: PlaceInputProps): ReactNode {
  const { draft, edit, readOnly, problemOf } = editing;
  const { client } = useServices();
  const { busy, run } = useTask();
  const label = t.settings.fields[field];
  const shown = draft[field].shown;
  const words = t.settings.place;
  const pick = async (): Promise<void> => {
    const chosen = await client.main.pickPath({ what: field });
    if (chosen !== null) edit({ [field]: picked(chosen) });
  };
  return (
    <Field
      label={label}
      hint={t.settings.hints[field]}
      problem={problemOf(field)}
      {...(optional ? { optional: t.common.optional } : {})}
    >
      {(control) => (
        <div className={styles['place']}>
          <TextInput
            {...control}
            readOnly
            value={shown ?? ''}
            title={shown ?? undefined}
            placeholder={unset ?? words.unset}
            data-testid={`place-${field}`}
          />
          {!readOnly && (
            <Button icon={FolderSearch} busy={busy} aria-label={words.browseFor(label)} onClick={() => run(pick)}>
              {words.browse}
            </Button>
          )}
          {!readOnly && optional && shown !== null && (
            <Button look="quiet" onClick={() => edit({ [field]: NO_PLACE })}>
              {words.clear}
            </Button>
          )}
        </div>
      )}
    </Field>
  );
}
