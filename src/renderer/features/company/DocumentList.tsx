import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { FileSearch } from 'lucide-react';
import type { DocumentKindName } from '../../../shared/ipc/documents';
import type { DocumentLine } from '../../../shared/ipc/history';
import { Card } from '../../components/Card';
import { EmptyState } from '../../components/EmptyState';
import { PagedTable } from '../../components/PagedTable';
import { SearchBox } from '../../components/SearchBox';
import { Select } from '../../components/Select';
import { t } from '../../i18n';
import type { CompanyView } from '../../state/evidence-view';
import { useServices, useUi } from '../../state/services';
import { PAGE_LINES, usePages } from '../../state/use-pages';
import { useSettled } from '../../state/use-settled';
import { changeCompany } from './change';
import { documentColumns } from './document-columns';
import { DocumentDetail } from './DocumentDetail';
import styles from './Company.module.css';

const words = t.company.documents;
const STATES: readonly CompanyView['state'][] = ['all', 'orphan', 'missing', 'cancelled'];
const keyOf = ({ identity, id }: DocumentLine): string => `${identity} ${String(id)}`;

/** The documents of the month, held or promised, with what became of each. */
export function DocumentList({ kinds }: { readonly kinds: readonly DocumentKindName[] }): ReactNode {
  const company = useUi((state) => state.company);
  if (company === null) return null;
  return (
    <Card fill className={styles['documents']} label={words.title}>
      <Filters company={company} kinds={kinds} />
      <Documents company={company} />
    </Card>
  );
}

function Filters({
  company,
  kinds,
}: {
  readonly company: CompanyView;
  readonly kinds: readonly DocumentKindName[];
}): ReactNode {
  const { ui } = useServices();
  return (
    <div className={styles['filters']} role="search" aria-label={words.title}>
      <h2>{words.title}</h2>
      <SearchBox
        findKey
        className={styles['search']}
        label={words.search}
        clearLabel={t.common.clearSearch}
        value={company.search}
        testId="document-search"
        onChange={(search) => changeCompany(ui, { search })}
      />
      <Select
        aria-label={words.state}
        data-testid="document-state"
        value={company.state}
        options={STATES.map((value) => ({ value, label: words.states[value] }))}
        onChange={(state) => changeCompany(ui, { state })}
      />
      {kinds.length > 1 && (
        <Select
          aria-label={words.kind}
          value={company.kind ?? ''}
          options={[
            { value: '' as const, label: words.allKinds },
            ...kinds.map((kind) => ({ value: kind, label: kind })),
          ]}
          onChange={(kind) => changeCompany(ui, { kind: kind === '' ? null : kind })}
        />
      )}
    </div>
  );
}

function Documents({ company }: { readonly company: CompanyView }): ReactNode {
  const { client } = useServices();
  const { taxId, month, kind, state: wanted } = company;
  const search = useSettled(company.search).trim();
  const [chosen, setChosen] = useState<DocumentLine | null>(null);
  const ask = useCallback(
    (after: string | null) =>
      client.engine.companyDocuments({
        query: {
          company: taxId,
          month,
          state: wanted,
          ...(kind === null ? {} : { kind }),
          ...(search === '' ? {} : { search }),
        },
        after,
        limit: PAGE_LINES,
      }),
    [client, taxId, month, kind, wanted, search],
  );
  const pages = usePages<DocumentLine, string>(ask);
  const columns = useMemo(() => documentColumns(setChosen), []);
  return (
    <PagedTable
      name="documents"
      place={JSON.stringify([taxId, month, kind, wanted, search])}
      pages={pages}
      label={words.label}
      columns={columns}
      rowKey={keyOf}
      chosen={chosen}
      empty={
        <EmptyState icon={FileSearch} title={words.noneTitle}>
          {wanted === 'all' && kind === null && search === '' ? undefined : words.none}
        </EmptyState>
      }
      shown={words.shown}
      cut={words.cut}
      detail={(document) => <DocumentDetail document={document} onClose={() => setChosen(null)} />}
    />
  );
}
