import type { ReactNode } from 'react';
import { Field } from '../../../components/Field';
import { Select } from '../../../components/Select';
import { t } from '../../../i18n';
import type { Editing } from '../use-settings';
import { PlaceInput } from './PlaceInput';
import { TestButton } from './TestButton';
import { WorkbookInput } from './WorkbookInput';
import styles from './fields.module.css';

interface EditingProps {
  readonly editing: Editing;
}

/** Where every document is kept. */
export function ArchiveFields({ editing }: EditingProps): ReactNode {
  return (
    <div className={styles['group']}>
      <PlaceInput field="archive.root" editing={editing} />
      <TestButton what="archive" draft={editing.draft} disabled={editing.draft['archive.root'].shown === null} />
    </div>
  );
}

/** Where the BI program fetches its copies. */
export function ImportFields({ editing, complete }: EditingProps & { readonly complete: boolean }): ReactNode {
  const { draft, edit, readOnly, problemOf } = editing;
  const words = t.settings;
  const cancelledApart = draft['importShare.cancelledRoot'].shown !== null;
  return (
    <div className={styles['group']}>
      <PlaceInput field="importShare.root" editing={editing} />
      <Field label={words.fields['importShare.layout']} problem={problemOf('importShare.layout')}>
        {(control) => (
          <Select
            {...control}
            className={styles['half']}
            disabled={readOnly}
            value={draft['importShare.layout']}
            options={[
              { value: 'flat', label: words.layouts.flat },
              { value: 'by-type', label: words.layouts['by-type'] },
            ]}
            onChange={(value) => edit({ 'importShare.layout': value })}
          />
        )}
      </Field>
      <TestButton what="import" draft={draft} disabled={draft['importShare.root'].shown === null} />
      {complete && (
        <>
          <PlaceInput field="importShare.cancelledRoot" editing={editing} unset={words.place.standard} optional />
          {cancelledApart && <TestButton what="cancelled" draft={draft} />}
        </>
      )}
    </div>
  );
}

/** The list of client companies. */
export function CompaniesFields({ editing }: EditingProps): ReactNode {
  return (
    <div className={styles['group']}>
      <WorkbookInput editing={editing} />
      <TestButton what="workbook" draft={editing.draft} disabled={editing.draft['companies.workbook'].shown === null} />
    </div>
  );
}
