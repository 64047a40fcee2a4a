import { useEffect, type ReactNode } from 'react';
import { Copy, Stethoscope } from 'lucide-react';
import { DIAGNOSIS_CHECK_NAMES } from '../../../shared/ipc/diagnosis';
import { exactMoment } from '../../../shared/messages/pt-BR/moments';
import { Button } from '../../components/Button';
import { Screen, ScreenHead } from '../../components/Screen';
import { Tabs } from '../../components/Tabs';
import { t } from '../../i18n';
import { copyText } from '../../state/clipboard';
import { askingOf, linesOf, type DiagnosisView } from '../../state/diagnosis-state';
import { diagnoseAll } from '../../state/diagnosis-work';
import { useServices, useUi } from '../../state/services';
import { useTask } from '../../state/use-task';
import type { UiState } from '../../state/ui-store';
import { CheckGroup } from './CheckGroup';
import { CopiesTab } from './CopiesTab';
import { GrowthTab } from './GrowthTab';
import { useCanAsk } from './use-can-ask';
import styles from './DiagnosisScreen.module.css';

/** How everything is that the work depends on, asked when the screen is first opened. */
export function DiagnosisScreen(): ReactNode {
  const services = useServices();
  const canAsk = useCanAsk();
  const at = useUi(({ diagnosis }) => diagnosis.at);
  const tab = useUi(({ diagnosisTab }) => diagnosisTab);
  const words = t.diagnosis.tabs;
  useEffect(() => {
    if (canAsk && at === null) void diagnoseAll(services);
  }, [canAsk, at, services]);
  return (
    <Screen className={styles['screen']} testId="diagnosis">
      <Head />
      <div className={styles['tabs']}>
        <Tabs<UiState['diagnosisTab']>
          label={words.label}
          value={tab}
          onChange={(diagnosisTab) => services.ui.setState({ diagnosisTab })}
          tabs={[
            { value: 'checks', label: words.checks, content: <Checks /> },
            { value: 'growth', label: words.growth, content: tab === 'growth' && <GrowthTab /> },
            { value: 'copies', label: words.copies, content: tab === 'copies' && <CopiesTab /> },
          ]}
        />
      </div>
    </Screen>
  );
}

function Checks(): ReactNode {
  return (
    <div className={styles['scroll']} role="region" aria-label={t.diagnosis.list} tabIndex={0}>
      <div className={styles['groups']}>
        {DIAGNOSIS_CHECK_NAMES.map((check) => (
          <CheckGroup key={check} check={check} />
        ))}
      </div>
    </div>
  );
}

function Head(): ReactNode {
  const services = useServices();
  const canAsk = useCanAsk();
  const view = useUi(({ diagnosis }) => diagnosis);
  const { busy, run } = useTask();
  const words = t.diagnosis;
  const [lines, asking] = [linesOf(view), askingOf(view)];
  const copy = (): void => {
    const at = exactMoment(new Date(view.at ?? 0).toISOString());
    const { found = '' } = lines.find(({ item }) => item === 'program') ?? {};
    copyText(services, words.text(words.copied(at, found), lines));
  };
  return (
    <ScreenHead
      className={styles['header']}
      title={t.common.screens.diagnosis}
      lead={
        <span role="status" data-testid="diagnosis-lead">
          {leadOf(view)}
        </span>
      }
    >
      <Button icon={Copy} disabled={lines.length === 0 || asking > 0} onClick={copy}>
        {words.copy}
      </Button>
      <Button
        look="primary"
        icon={Stethoscope}
        busy={busy || asking > 0}
        disabled={!canAsk}
        onClick={() => run(() => diagnoseAll(services))}
      >
        {words.again}
      </Button>
    </ScreenHead>
  );
}

/** How it all is, or how much of it is not known yet. */
function leadOf(view: DiagnosisView): string {
  const words = t.diagnosis;
  const [lines, asking] = [linesOf(view), askingOf(view)];
  if (asking > 0) return words.stillAsking(asking);
  if (lines.length > 0) return words.summary(lines);
  return view.at === null ? words.asking : words.nothing;
}
