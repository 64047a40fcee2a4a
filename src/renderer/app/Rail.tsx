import type { ReactNode } from 'react';
import { Info, LayoutDashboard, Settings2, type LucideIcon } from 'lucide-react';
import { t } from '../i18n';
import { useConnection, useConsole, useServices, useUi } from '../state/services';
import { connectionOf } from '../state/console-store';
import type { Screen } from '../state/ui-store';
import { Brand } from './Brand';
import styles from './Rail.module.css';

const SCREENS: readonly (readonly [Exclude<Screen, 'assistant'>, LucideIcon])[] = [
  ['panel', LayoutDashboard],
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
              <span>{t.common.screens[screen]}</span>
            </button>
          </li>
        ))}
      </ul>
      <EngineState />
    </nav>
  );
}

function EngineState(): ReactNode {
  const connection = useConnection(connectionOf);
  const words = t.common.connection[connection];
  return (
    <p className={styles['engine']} role="status" data-state={connection} data-testid="engine-status" title={words}>
      <span className={styles['dot']} aria-hidden />
      <span className={styles['engineText']}>{words}</span>
    </p>
  );
}
