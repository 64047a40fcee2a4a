import { useCallback, useEffect, type ReactNode } from 'react';
import { Toasts } from '../components/Toast';
import { showCutText } from '../components/cut-text';
import { TooltipProvider } from '../components/Tooltip';
import { About } from '../features/about';
import { AlertsScreen } from '../features/alerts';
import { Assistant } from '../features/assistant';
import { CompanyScreen } from '../features/company';
import { DiagnosisScreen } from '../features/diagnosis';
import { EvidenceDialog } from '../features/document';
import { HistoryScreen } from '../features/history';
import { OrphansScreen } from '../features/orphans';
import { Panel } from '../features/panel';
import { SettingsScreen } from '../features/settings';
import { SharesScreen } from '../features/shares';
import { t } from '../i18n';
import { ServicesProvider, useConsole, useServices, useUi, type Services } from '../state/services';
import { applyTheme } from '../state/theme';
import { clearToasts, closeToast } from '../state/ui-store';
import type { Screen } from '../state/evidence-view';
import { DamagedLedgerBanner } from './DamagedLedger';
import { EngineBanner } from './EngineBanner';
import { Rail } from './Rail';
import { useFocus } from './use-focus';
import { useOpenScreen } from './use-open-screen';
import { Waiting } from './Waiting';
import styles from './App.module.css';

/** The whole console. */
export function App({ services }: { readonly services: Services }): ReactNode {
  return (
    <ServicesProvider services={services}>
      <TooltipProvider>
        <Frame />
      </TooltipProvider>
    </ServicesProvider>
  );
}

function Frame(): ReactNode {
  usePreferences();
  useFirstScreen();
  useOpenScreen();
  useFocus();
  useEffect(showCutText, []);
  const screen = useUi((state) => state.screen);
  return (
    <div className={styles['frame']}>
      <a className={styles['skip']} href="#content">
        {t.common.toTheContent}
      </a>
      <Rail />
      <div className={styles['page']}>
        <EngineBanner />
        <DamagedLedgerBanner />
        <Messages />
        <main id="content" className={styles['content']} tabIndex={-1}>
          <Shown screen={screen} />
        </main>
      </div>
      <EvidenceDialog />
    </div>
  );
}

function Shown({ screen }: { readonly screen: Screen | null }): ReactNode {
  const known = useConsole(() => true) === true;
  if (screen === 'about') return <About />;
  // where nothing else can be shown it is needed most
  if (screen === 'diagnosis') return <DiagnosisScreen />;
  if (!known) return <Waiting />;
  switch (screen) {
    case 'assistant':
      return <Assistant />;
    case 'shares':
      return <SharesScreen />;
    case 'orphans':
      return <OrphansScreen />;
    case 'history':
      return <HistoryScreen />;
    case 'company':
      return <CompanyScreen />;
    case 'alerts':
      return <AlertsScreen />;
    case 'settings':
      return <SettingsScreen />;
    case 'panel':
    case null:
      return <Panel />;
  }
}

/** The first state says where to begin: with the assistant, when nothing is configured. */
function useFirstScreen(): void {
  const { ui } = useServices();
  const ready = useConsole(({ workspace }) => workspace.configured || workspace.demonstration !== null);
  useEffect(() => {
    if (ready === null || ui.getState().screen !== null) return;
    ui.setState({ screen: ready ? 'panel' : 'assistant' });
  }, [ready, ui]);
}

function usePreferences(): void {
  const { client, ui } = useServices();
  const theme = useUi(({ preferences }) => preferences.theme);
  useEffect(() => {
    client.main.appInfo().then(
      ({ preferences }) => ui.setState({ preferences }),
      // without an answer the page looks as the system does
      () => undefined,
    );
  }, [client, ui]);
  useEffect(() => applyTheme(theme), [theme]);
}

function Messages(): ReactNode {
  const { ui } = useServices();
  const toasts = useUi((state) => state.toasts);
  const close = useCallback((id: number) => closeToast(ui, id), [ui]);
  return (
    <Toasts
      label={t.common.messages}
      closeLabel={t.common.close}
      clearLabel={t.advice.clear}
      toasts={toasts}
      onClose={close}
      onClear={() => clearToasts(ui)}
    />
  );
}
