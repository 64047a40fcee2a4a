import type { ReactNode } from 'react';
import { ChevronRight } from 'lucide-react';
import type { ShareHistory, ShareRoot } from '../../../shared/ipc/shares';
import { causeSentence } from '../../../shared/messages/pt-BR/shares';
import { FactTable } from '../../components/FactTable';
import { moment, span } from '../../../shared/messages/pt-BR/moments';
import { count, UNKNOWN } from '../../../shared/messages/pt-BR/numbers';
import { t } from '../../i18n';
import { useServices } from '../../state/services';
import styles from './OutageTable.module.css';

export interface OutageTableProps {
  readonly root: ShareRoot;
  readonly outages: ShareHistory['outages'];
}

/** Every outage of the period, behind one line. */
export function OutageTable({ root, outages }: OutageTableProps): ReactNode {
  const words = t.shares.history;
  const { columns } = words;
  return (
    <details className={styles['details']} data-testid={`outages-${root}`}>
      <summary className={styles['summary']}>
        <ChevronRight aria-hidden />
        {words.show(outages.length)}
      </summary>
      <FactTable framed holds="texts" className={styles['table']} label={words.table(root)}>
        <thead>
          <tr>
            <th scope="col">{columns.from}</th>
            <th scope="col">{columns.to}</th>
            <th scope="col" data-end>
              {columns.lasted}
            </th>
            <th scope="col">{columns.cause}</th>
            <th scope="col" data-end>
              {columns.delivered}
            </th>
          </tr>
        </thead>
        <tbody>
          {outages.map((outage) => (
            <OutageRow key={outage.from} outage={outage} />
          ))}
        </tbody>
      </FactTable>
    </details>
  );
}

function OutageRow({ outage }: { readonly outage: ShareHistory['outages'][number] }): ReactNode {
  const { from, to, cause, delivered } = outage;
  const { now } = useServices();
  const end = to === null ? now().getTime() : Date.parse(to);
  return (
    <tr>
      <td>
        <time dateTime={from}>{moment(from, now())}</time>
      </td>
      <td>{to === null ? t.shares.history.stillDown : <time dateTime={to}>{moment(to, now())}</time>}</td>
      <td data-end>{span((end - Date.parse(from)) / 1_000)}</td>
      <td className={styles['cause']}>{causeSentence(cause)}</td>
      <td data-end>{delivered === null ? UNKNOWN : count(delivered)}</td>
    </tr>
  );
}
