import { useState, type ReactNode } from 'react';
import type { CompanyLine } from '../../../../shared/ipc/state';
import { Button } from '../../../components/Button';
import { Checkbox } from '../../../components/Checkbox';
import { Dialog } from '../../../components/Dialog';
import { SearchBox } from '../../../components/SearchBox';
import { Segmented } from '../../../components/Segmented';
import { Switch } from '../../../components/Switch';
import { matchesCompany } from '../../../format/companies';
import { t } from '../../../i18n';
import { useConsole, useServices } from '../../../state/services';
import { useTask } from '../../../state/use-task';
import { changeOrphans } from '../show';
import styles from './AuditDialog.module.css';

const NONE: readonly CompanyLine[] = [];

/** Asks what an audit shall look at. */
export function AuditDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { client, ui } = useServices();
  const month = useConsole((state) => state.month) ?? '';
  const [months, setMonths] = useState<'one' | 'all'>('one');
  const [which, setWhich] = useState<'all' | 'some'>('all');
  const [companies, setCompanies] = useState<ReadonlySet<string>>(new Set());
  const [full, setFull] = useState(false);
  const { busy, run } = useTask();
  const words = t.orphans.dialog;
  const begin = (): void =>
    run(async () => {
      await client.engine.startJob({
        kind: 'audit',
        scope: {
          months: months === 'one' ? [month] : null,
          companies: which === 'all' ? null : [...companies],
        },
        full,
      });
      changeOrphans(ui, { tab: 'audit', auditId: null, comparedWith: null });
      onClose();
    });
  return (
    <Dialog
      open
      title={words.title}
      description={<p>{words.text}</p>}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button
            look="primary"
            busy={busy}
            disabled={which === 'some' && companies.size === 0}
            data-testid="confirm-audit"
            onClick={begin}
          >
            {words.confirm}
          </Button>
        </>
      }
    >
      <div className={styles['fields']}>
        <div className={styles['choice']}>
          <span>{words.months}</span>
          <Segmented
            label={words.months}
            value={months}
            options={[
              { value: 'one', label: words.thisMonth(month) },
              { value: 'all', label: words.allMonths },
            ]}
            onChange={setMonths}
          />
        </div>
        <div className={styles['choice']}>
          <span>{words.companies}</span>
          <Segmented
            label={words.companies}
            value={which}
            options={[
              { value: 'all', label: words.allCompanies },
              { value: 'some', label: words.someCompanies },
            ]}
            onChange={setWhich}
          />
        </div>
        {which === 'some' && <CompanyChoice chosen={companies} onChange={setCompanies} />}
        <Switch label={words.full} hint={words.fullHint} checked={full} onChange={setFull} />
      </div>
    </Dialog>
  );
}

/** So many are listed at once; a name narrows them. */
const LISTED = 40;

interface CompanyChoiceProps {
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
}

function CompanyChoice({ chosen, onChange }: CompanyChoiceProps): ReactNode {
  const companies = useConsole((state) => state.companies) ?? NONE;
  const [search, setSearch] = useState('');
  const words = t.orphans.dialog;
  const found = companies.filter((company) => matchesCompany(company, search));
  const toggle = (taxId: string, on: boolean): void => {
    const next = new Set(chosen);
    if (on) next.add(taxId);
    else next.delete(taxId);
    onChange(next);
  };
  return (
    <div className={styles['companies']}>
      <div className={styles['choice']}>
        <SearchBox label={words.search} clearLabel={t.common.clearSearch} value={search} onChange={setSearch} />
        <span className={styles['note']} role="status">
          {words.chosen(chosen.size)}
        </span>
      </div>
      <ul className={styles['list']} aria-label={words.list} tabIndex={0}>
        {found.slice(0, LISTED).map(({ taxId, folder }) => (
          <li key={taxId}>
            <Checkbox checked={chosen.has(taxId)} onChange={(on) => toggle(taxId, on)}>
              {folder.replaceAll('_', ' ')}
            </Checkbox>
          </li>
        ))}
        {found.length > LISTED && <li className={styles['note']}>{words.more(found.length - LISTED)}</li>}
        {found.length === 0 && <li className={styles['note']}>{words.none}</li>}
      </ul>
    </div>
  );
}
