import type { ReactNode } from 'react';
import { FolderX, Stethoscope } from 'lucide-react';
import type { ShareLine } from '../../../shared/ipc/shares';
import { Button } from '../../components/Button';
import { EmptyState } from '../../components/EmptyState';
import { ScreenHead } from '../../components/Screen';
import { Segmented } from '../../components/Segmented';
import { t } from '../../i18n';
import { connectionOf } from '../../state/console-store';
import { useConnection, useConsole, useServices, useUi } from '../../state/services';
import type { ShareHours } from '../../state/ui-store';
import { useTask } from '../../state/use-task';
import { OutboxPanel } from './OutboxPanel';
import { ScrubPanel } from './ScrubPanel';
import { RootCard } from './RootCard';
import { SpoolPanel } from './SpoolPanel';
import { rootsDown } from './waiting';
import styles from './SharesScreen.module.css';

/** The folders that the work stands on: how each one is, what waits for them, and what was delivered to them. */
export function SharesScreen(): ReactNode {
  const shares = useConsole((state) => state.shares) ?? [];
  if (shares.length === 0) return <NoShares />;
  return (
    <div className={styles['screen']} data-testid="shares">
      <Header shares={shares} />
      <div className={styles['body']}>
        <div className={styles['roots']}>
          {shares.map((line) => (
            <RootCard key={line.root} line={line} />
          ))}
        </div>
        <div className={styles['aside']}>
          <OutboxPanel />
          <SpoolPanel />
          <ScrubPanel />
        </div>
      </div>
    </div>
  );
}

function NoShares(): ReactNode {
  const { ui } = useServices();
  const words = t.shares.none;
  return (
    <div className={styles['none']} data-testid="shares">
      <EmptyState
        whole
        icon={FolderX}
        title={words.title}
        action={
          <Button look="primary" onClick={() => ui.setState({ screen: 'settings' })}>
            {words.action}
          </Button>
        }
      >
        {words.text}
      </EmptyState>
    </div>
  );
}

const RANGES: readonly ShareHours[] = [24, 168];

function Header({ shares }: { readonly shares: readonly ShareLine[] }): ReactNode {
  const { client, ui } = useServices();
  const hours = useUi(({ shareHours }) => shareHours);
  const live = useConnection(connectionOf) === 'live';
  const { busy, run } = useTask();
  const words = t.shares;
  return (
    <ScreenHead
      className={styles['header']}
      title={t.common.screens.shares}
      lead={
        <span role="status" data-testid="shares-lead">
          {leadOf(shares)}
        </span>
      }
    >
      <Segmented
        label={words.range.label}
        value={hours}
        options={RANGES.map((value) => ({ value, label: words.range[value] }))}
        onChange={(shareHours) => ui.setState({ shareHours })}
      />
      <Button
        icon={Stethoscope}
        busy={busy || shares.every(({ checking }) => checking)}
        disabled={!live}
        onClick={() => run(() => client.engine.testShares({}))}
      >
        {words.testAll}
      </Button>
    </ScreenHead>
  );
}

/** How they are together, in one sentence. */
export function leadOf(shares: readonly ShareLine[]): string {
  const words = t.shares.lead;
  const down = rootsDown(shares).length;
  if (down > 0) return down === shares.length && down > 1 ? words.allDown : words.down(down, shares.length);
  if (shares.every(({ state }) => state === 'unknown')) return words.unknown;
  const attention = shares.filter(({ state }) => state !== 'ok').length;
  return attention > 0 ? words.attention(attention) : words.allWell;
}
