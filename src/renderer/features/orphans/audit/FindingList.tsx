import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { ClipboardList, SearchX } from 'lucide-react';
import type { AuditView, Finding, FindingCategory, FindingQuery } from '../../../../shared/ipc/audit';
import { Button } from '../../../components/Button';
import { EmptyState } from '../../../components/EmptyState';
import { PagedTable } from '../../../components/PagedTable';
import { t } from '../../../i18n';
import { copyText } from '../../../state/clipboard';
import { useServices, useUi } from '../../../state/services';
import { PAGE_LINES, usePages } from '../../../state/use-pages';
import { useSettled } from '../../../state/use-settled';
import { findingColumns } from './finding-columns';
import { FindingDetail } from './FindingDetail';

interface FindingListProps {
  readonly audit: AuditView;
  readonly category: FindingCategory;
}

const keyOf = ({ id }: Finding): string => String(id);
const words = t.orphans.pane;

/** Every finding of a category with its key or file, however many there are. */
export function FindingList({ audit: { id }, category }: FindingListProps): ReactNode {
  const services = useServices();
  const { client } = services;
  const company = useUi(({ orphans }) => orphans.company);
  const month = useUi(({ orphans }) => orphans.month);
  const typed = useUi(({ orphans }) => orphans.search);
  const search = useSettled(typed).trim();
  const [chosen, setChosen] = useState<Finding | null>(null);
  const ask = useCallback(
    (after: number | null) =>
      client.engine.auditFindings({
        query: queryOf(id, category, company?.taxId ?? null, month, search),
        after: after ?? 0,
        limit: PAGE_LINES,
      }),
    [client, id, category, company, month, search],
  );
  const pages = usePages<Finding, number>(ask);
  const columns = useMemo(() => findingColumns(setChosen), []);
  const { lines } = pages;
  return (
    <PagedTable
      name="findings"
      place={JSON.stringify([id, category, company?.taxId, month, search])}
      pages={pages}
      label={words.findingsOf(t.orphans.categories[category].name)}
      columns={columns}
      rowKey={keyOf}
      chosen={chosen}
      empty={<EmptyState icon={SearchX} title={words.noneTitle} />}
      shown={words.shown}
      cut={words.cut}
      detail={(finding) => <FindingDetail finding={finding} onClose={() => setChosen(null)} />}
    >
      {lines.length > 0 && (
        <Button
          small
          look="quiet"
          icon={ClipboardList}
          onClick={() => copyText(services, lines.map((line) => line.identity ?? line.path ?? line.words).join('\n'))}
        >
          {words.copyPage}
        </Button>
      )}
    </PagedTable>
  );
}

function queryOf(
  auditId: number,
  category: FindingCategory,
  company: string | null,
  month: string | null,
  search: string,
): FindingQuery {
  return {
    auditId,
    categories: [category],
    ...(company === null ? {} : { companies: [company] }),
    ...(month === null ? {} : { months: [month] }),
    ...(search === '' ? {} : { search }),
  };
}
