import type { Finding } from '../../../../shared/ipc/audit';
import { Nothing } from '../../../components/Nothing';
import { RowButton, type Column } from '../../../components/Table';
import { size } from '../../../../shared/messages/pt-BR/amounts';
import { companyName } from '../../../format/companies';
import { t } from '../../../i18n';
import { shortMonth } from './months';
import styles from './FindingsPane.module.css';

export type FindingColumn = 'identity' | 'company' | 'kind' | 'month' | 'size' | 'words';

const words = t.orphans.pane;

/** What names a finding: its key, else its file, else what was found. */
export function nameOfFinding({ identity, path, words: said }: Finding): string {
  return identity ?? path?.split('/').at(-1) ?? said;
}

/**
 * @param onChoose called with the finding that is to be looked at more closely; the same function at every drawing
 * @param room `narrow` leaves out what the finding's details say too
 */
export function findingColumns(
  onChoose: (finding: Finding) => void,
  room: 'wide' | 'narrow' = 'wide',
): readonly Column<Finding, FindingColumn>[] {
  const columns: readonly Column<Finding, FindingColumn>[] = [
    {
      key: 'identity',
      title: words.columns.identity,
      width: '322px',
      render: (finding) => (
        <RowButton title={finding.path ?? undefined} onClick={() => onChoose(finding)}>
          <span className={styles['identity']}>{nameOfFinding(finding)}</span>
        </RowButton>
      ),
    },
    {
      key: 'company',
      title: words.columns.company,
      width: 'minmax(84px, 1fr)',
      render: ({ company }) =>
        company === null ? <Nothing /> : <span className={styles['small']}>{companyName(company.folder).name}</span>,
    },
    { key: 'kind', title: words.columns.kind, width: '40px', render: ({ kind }) => kind ?? <Nothing /> },
    {
      key: 'month',
      title: words.columns.month,
      width: '56px',
      render: ({ month }) => (month === null ? <Nothing /> : shortMonth(month)),
    },
    {
      key: 'size',
      title: words.columns.size,
      width: '56px',
      align: 'end',
      render: (finding) => (finding.size === null ? <Nothing /> : size(finding.size)),
    },
    {
      key: 'words',
      title: words.columns.words,
      width: 'minmax(90px, 1.1fr)',
      render: ({ words: said, resolved }) => (
        <span className={styles['small']} title={said}>
          {resolved ? `${words.resolved} ${said}` : said}
        </span>
      ),
    },
  ];
  return room === 'wide' ? columns : columns.filter(({ key }) => key !== 'kind' && key !== 'size');
}
