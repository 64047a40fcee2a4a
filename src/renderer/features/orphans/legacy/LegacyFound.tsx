import type { ReactNode } from 'react';
import { ClipboardList } from 'lucide-react';
import type { LegacyImportView } from '../../../../shared/ipc/legacy';
import { Button } from '../../../components/Button';
import { FactTable } from '../../../components/FactTable';
import { Figures, type Figure } from '../../../components/Figures';
import { companyName, taxIdText } from '../../../format/companies';
import { moment } from '../../../../shared/messages/pt-BR/moments';
import { count, UNKNOWN } from '../../../../shared/messages/pt-BR/numbers';
import { t } from '../../../i18n';
import { copyText } from '../../../state/clipboard';
import { useServices } from '../../../state/services';
import styles from './Legacy.module.css';

const words = t.legacy;

/** What the old system's data hold: how much was read, what it proves, who was fetched singly, and what could not be read. */
export function LegacyFound({ found }: { readonly found: LegacyImportView }): ReactNode {
  const { now } = useServices();
  const { dryRun, from, startedAt, endedAt, outcome } = found;
  return (
    <section className={styles['found']} aria-label={dryRun ? words.found.dryRun : words.found.imported}>
      <header className={styles['head']}>
        <h2>{dryRun ? words.found.dryRun : words.found.imported}</h2>
        <span className={styles['quiet']}>{words.found.from(from, moment(endedAt ?? startedAt, now()))}</span>
      </header>
      {outcome === 'stopped' && <p className={styles['message']}>{words.found.stopped}</p>}
      <Figures label={words.found.read} figures={filesOf(found)} />
      <Figures label={words.found.documents} figures={documentsOf(found)} />
      <SingleFetcher singles={found.singles} />
      <Unreadable found={found} />
      {outcome === 'complete' && !dryRun && <p className={styles['message']}>{words.next}</p>}
    </section>
  );
}

function filesOf({ files }: LegacyImportView): readonly Figure[] {
  const of = (name: keyof typeof files): Figure => ({ name, label: words.found[name], value: count(files[name]) });
  return [of('states'), of('transactions'), of('logs'), of('reports'), of('archive'), of('known')];
}

function documentsOf({ documents }: LegacyImportView): readonly Figure[] {
  const of = (name: keyof typeof documents): Figure => ({
    name: `found-${name}`,
    label: words.found[name],
    value: count(documents[name]),
  });
  return [
    of('adopted'),
    of('events'),
    { ...of('handedOver'), tone: 'good' },
    { ...of('claimed'), note: words.found.claimedNote },
    of('promised'),
  ];
}

function SingleFetcher({ singles }: { readonly singles: LegacyImportView['singles'] }): ReactNode {
  const { now } = useServices();
  const { columns } = words.singles;
  if (singles.length === 0) return null;
  return (
    <section className={styles['part']} aria-label={words.singles.title}>
      <h3>{words.singles.title}</h3>
      <p className={styles['quiet']}>{words.singles.text}</p>
      <FactTable framed holds="texts" className={styles['table']} label={words.singles.table}>
        <thead>
          <tr>
            <th scope="col">{columns.company}</th>
            <th scope="col">{columns.kind}</th>
            <th scope="col" data-end>
              {columns.documents}
            </th>
            <th scope="col">{columns.at}</th>
          </tr>
        </thead>
        <tbody>
          {singles.map(({ taxId, folder, kind, documents, at }, index) => (
            <tr key={index}>
              <th scope="row" title={taxIdText(taxId)}>
                {folder === null ? taxIdText(taxId) : companyName(folder).name}
              </th>
              <td>{kind ?? UNKNOWN}</td>
              <td data-end>{count(documents)}</td>
              <td>{at === null ? UNKNOWN : <time dateTime={at}>{moment(at, now())}</time>}</td>
            </tr>
          ))}
        </tbody>
      </FactTable>
    </section>
  );
}

function Unreadable({ found: { unreadable, unreadableTotal } }: { readonly found: LegacyImportView }): ReactNode {
  const services = useServices();
  const { columns } = words.bad;
  if (unreadableTotal === 0) return <p className={styles['quiet']}>{words.bad.none}</p>;
  const list = (): string => unreadable.map(({ file, reason }) => `${file}\t${reason}`).join('\n');
  return (
    <section className={styles['part']} aria-label={words.bad.title}>
      <h3>
        {words.bad.title} <span className={styles['quiet']}>{count(unreadableTotal)}</span>
        <Button small look="quiet" icon={ClipboardList} onClick={() => copyText(services, list())}>
          {words.bad.copy}
        </Button>
      </h3>
      {unreadableTotal > unreadable.length && (
        <p className={styles['quiet']}>{words.bad.cut(unreadable.length, unreadableTotal)}</p>
      )}
      <FactTable framed holds="texts" className={styles['table']} label={words.bad.table}>
        <thead>
          <tr>
            <th scope="col">{columns.file}</th>
            <th scope="col">{columns.reason}</th>
          </tr>
        </thead>
        <tbody>
          {unreadable.map(({ file, reason }, index) => (
            <tr key={index}>
              <th scope="row" className={styles['file']}>
                {file}
              </th>
              <td className={styles['reason']}>{reason}</td>
            </tr>
          ))}
        </tbody>
      </FactTable>
    </section>
  );
}
