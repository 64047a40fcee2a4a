import { useState, type ReactNode } from 'react';
import { Field, TextInput } from '../../../components/Field';
import { Select } from '../../../components/Select';
import { t } from '../../../i18n';
import { NO_PLACE, typedAddress } from '../../../state/settings-draft';
import type { Editing } from '../use-settings';
import { PlaceInput } from './PlaceInput';
import styles from './fields.module.css';

type Source = 'file' | 'address';

/** The workbook of companies: a file that is picked, or an https address that is typed. */
export function WorkbookInput({ editing }: { readonly editing: Editing }): ReactNode {
  const { draft, edit, readOnly } = editing;
  const place = draft['companies.workbook'];
  const [source, setSource] = useState<Source>(/^https?:/i.test(place.shown ?? '') ? 'address' : 'file');
  const words = t.settings.place;
  const change = (next: Source): void => {
    setSource(next);
    edit({ 'companies.workbook': NO_PLACE });
  };
  return (
    <div className={styles['group']}>
      <Field label={words.source}>
        {(control) => (
          <Select<Source>
            {...control}
            className={styles['half']}
            disabled={readOnly}
            value={source}
            options={[
              { value: 'file', label: words.file },
              { value: 'address', label: words.address },
            ]}
            onChange={change}
          />
        )}
      </Field>
      {source === 'file' ? (
        <PlaceInput field="companies.workbook" editing={editing} />
      ) : (
        <Field
          label={t.settings.fields['companies.workbook']}
          hint={`${words.addressHint} ${t.settings.hints['companies.workbook']}`}
          problem={editing.problemOf('companies.workbook')}
        >
          {(control) => (
            <TextInput
              {...control}
              type="url"
              readOnly={readOnly}
              placeholder={words.addressPlaceholder}
              value={place.shown ?? ''}
              onChange={(event) => edit({ 'companies.workbook': typedAddress(event.currentTarget.value) })}
            />
          )}
        </Field>
      )}
    </div>
  );
}
