import { memo, type ReactNode } from 'react';
import { FolderOpen, Stethoscope } from 'lucide-react';
import type { ShareLine, ShareRoot } from '../../../shared/ipc/shares';
import type { OpenableFolder } from '../../../shared/ipc/shell';
import { causeSentence } from '../../../shared/messages/pt-BR/shares';
import { Button } from '../../components/Button';
import { Status } from '../../components/Status';
import { latency, size } from '../../../shared/messages/pt-BR/amounts';
import { moment } from '../../../shared/messages/pt-BR/moments';
import { UNKNOWN } from '../../../shared/messages/pt-BR/numbers';
import { t } from '../../i18n';
import { connectionOf } from '../../state/console-store';
import { useConnection, useServices } from '../../state/services';
import { useTask } from '../../state/use-task';
import { SHARE_LOOKS } from './looks';
import { RootHistory } from './RootHistory';
import styles from './RootCard.module.css';

/** One root: how it is, since when, why, what to do about it, and how it was. */
export const RootCard = memo(function RootCard({ line }: { readonly line: ShareLine }): ReactNode {
  const { root, shown, state, since } = line;
  const { now } = useServices();
  const words = t.shares;
  const { tone, icon } = SHARE_LOOKS[state];
  return (
    <article className={styles['card']} aria-label={words.roots[root]} data-tone={tone} data-testid={`share-${root}`}>
      <header className={styles['header']}>
        <div className={styles['names']}>
          <div className={styles['head']}>
            <h2>{words.roots[root]}</h2>
            <span className={styles['state']} data-tone={tone} data-testid={`share-${root}-state`}>
              <Status tone={tone} icon={icon}>
                {words.states[state]}
              </Status>
            </span>
            {since !== null && (
              <time className={styles['since']} dateTime={since}>
                {words.since(moment(since, now()))}
              </time>
            )}
          </div>
          <p className={styles['path']} title={shown}>
            {shown}
          </p>
        </div>
        <RootActions line={line} />
      </header>
      <Why line={line} />
      <div className={styles['columns']}>
        <Facts line={line} />
        <RootHistory line={line} />
      </div>
    </article>
  );
});

const OPENABLE: Readonly<Partial<Record<ShareRoot, OpenableFolder>>> = {
  archive: 'archive',
  import: 'import',
  cancelled: 'cancelled',
};

function RootActions({ line: { root, checking } }: { readonly line: ShareLine }): ReactNode {
  const { client } = useServices();
  const live = useConnection(connectionOf) === 'live';
  const test = useTask();
  const open = useTask();
  const words = t.shares;
  const folder = OPENABLE[root];
  return (
    <div className={styles['actions']}>
      <Button
        small
        icon={Stethoscope}
        busy={checking || test.busy}
        disabled={!live}
        aria-label={words.testOf(root)}
        onClick={() => test.run(() => client.engine.testShares({ root }))}
      >
        {checking ? words.testing : words.test}
      </Button>
      {folder !== undefined && (
        <Button
          small
          icon={FolderOpen}
          busy={open.busy}
          aria-label={words.openOf(root)}
          onClick={() => open.run(() => client.main.openFolder({ folder }))}
        >
          {words.open}
        </Button>
      )}
    </div>
  );
}

/** The cause and what to do; for who waits, what is waited for. */
function Why({ line: { root, state, cause } }: { readonly line: ShareLine }): ReactNode {
  const words = t.shares;
  if (cause !== null)
    return (
      <div className={styles['why']} data-testid={`share-${root}-cause`}>
        <p>{causeSentence(cause)}</p>
        <p>
          <strong>{words.todo}</strong> {cause.action}
        </p>
      </div>
    );
  if (state === 'unknown') return <p className={styles['why']}>{words.unknownNote}</p>;
  if (state === 'recovering') return <p className={styles['why']}>{words.recoveringNote}</p>;
  return null;
}

function Facts({ line }: { readonly line: ShareLine }): ReactNode {
  const { state, latencyMs, freeBytes, checkedAt, nextCheckAt } = line;
  const { now } = useServices();
  const words = t.shares;
  const at = (iso: string | null): ReactNode =>
    iso === null ? UNKNOWN : <time dateTime={iso}>{moment(iso, now())}</time>;
  const answered = state === 'down' ? words.facts.noAnswer : latencyMs === null ? UNKNOWN : latency(latencyMs);
  const facts: readonly (readonly [string, ReactNode])[] = [
    [words.facts.latency, answered],
    [words.facts.free, freeBytes === null ? UNKNOWN : size(freeBytes)],
    [words.facts.checked, at(checkedAt)],
    [words.facts.next, at(nextCheckAt)],
  ];
  return (
    <dl className={styles['facts']}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
