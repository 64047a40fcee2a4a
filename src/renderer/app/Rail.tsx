import type { ReactNode } from 'react';
import {
  Bell,
  FolderSync,
  Info,
  LayoutDashboard,
  NotebookText,
  PackageSearch,
  Settings2,
  Stethoscope,
  type LucideIcon,
} from 'lucide-react';
import { rootsDown } from '../features/shares';
import { t } from '../i18n';
import { useConnection, useConsole, useServices, useUi } from '../state/services';
import { connectionOf } from '../state/console-store';
import type { Screen } from '../state/evidence-view';
import { Brand } from './Brand';
import styles from './Rail.module.css';

const SCREENS: readonly (readonly [Exclude<Screen, 'assistant' | 'company'>, LucideIcon])[] = [
  ['panel', LayoutDashboard],
  ['orphans', PackageSearch],
  ['shares', FolderSync],
  ['history', NotebookText],
  ['alerts', Bell],
  ['diagnosis', Stethoscope],
  ['settings', Settings2],
  ['about', Info],
];

/** The way between the screens, and whether the engine is there. */
export function Rail(): ReactNode {
  const { ui } = useServices();
  const current = useUi(({ screen }) => screen);
  const demonstration = useConsole(({ workspace }) => workspace.demonstration !== null) === true;
  return (
    <nav className={styles['rail']} aria-label={t.common.navigation}>
      <div className={styles['brand']}>
        <Brand />
        <span className={styles['name']}>{t.common.product}</span>
        {demonstration && <span className={styles['mark']}>{t.common.demonstrationShort}</span>}
      </div>
      <ul className={styles['screens']}>
        {SCREENS.map(([screen, Icon]) => (
          <li key={screen}>
            <button
              type="button"
              className={styles['screen']}
              aria-current={current === screen ? 'page' : undefined}
              title={t.common.screens[screen]}
              onClick={() => ui.setState({ screen })}
            >
              <Icon aria-hidden />
              <span className={styles['label']}>{t.common.screens[screen]}</span>
              {screen === 'orphans' && <OrphansMark />}
              {screen === 'shares' && <SharesMark />}
              {screen === 'alerts' && <AlertsMark />}
            </button>
          </li>
        ))}
      </ul>
      <EngineState />
    </nav>
  );
}

function SharesMark(): ReactNode {
  const down = useConsole(({ shares }) => rootsDown(shares).length) ?? 0;
  return down === 0 ? null : <Mark tone="bad" shown={String(down)} said={t.shares.down(down)} />;
}

function OrphansMark(): ReactNode {
  const documents = useConsole(({ audit }) => audit.orphans?.documents) ?? 0;
  return documents === 0 ? null : <Mark tone="plain" shown={null} said={t.orphans.lead.orphans(documents)} />;
}

function AlertsMark(): ReactNode {
  const unread = useConsole(({ alerts }) => alerts.unread) ?? 0;
  return unread === 0 ? null : (
    <Mark tone="plain" shown={t.alerts.unreadShort(unread)} said={t.alerts.unread(unread)} />
  );
}

interface MarkProps {
  readonly tone: 'plain' | 'bad';
  /** Null: a dot, where the number would leave no room for the screen's name. */
  readonly shown: string | null;
  readonly said: string;
}

/** How many things wait on a screen. */
function Mark({ tone, shown, said }: MarkProps): ReactNode {
  return (
    <>
      <span className={styles['count']} data-tone={tone} data-dot={shown === null || undefined} aria-hidden>
        {shown}
      </span>
      <span className="sr-only">, {said}</span>
    </>
  );
}

function EngineState(): ReactNode {
  const connection = useConnection(connectionOf);
  const heldBy = useConnection(({ engine }) => (engine.state === 'ready' ? engine.heldBy : undefined));
  const words = t.common.connection[connection];
  const held = heldBy === undefined || connection !== 'live' ? null : t.common.heldBy[heldBy];
  return (
    <p
      className={styles['engine']}
      role="status"
      data-state={connection}
      data-testid="engine-status"
      title={held?.whole ?? words}
    >
      <span className={styles['dot']} aria-hidden />
      <span className={styles['engineText']}>{held?.short ?? words}</span>
    </p>
  );
}
