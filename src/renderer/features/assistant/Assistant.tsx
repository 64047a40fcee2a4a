import { useEffect, type ReactNode } from 'react';
import { TriangleAlert } from 'lucide-react';
import { FailureAdvice } from '../../components/Advice';
import { Button } from '../../components/Button';
import { EmptyState } from '../../components/EmptyState';
import { Skeleton } from '../../components/Skeleton';
import { t } from '../../i18n';
import { useServices, useUi } from '../../state/services';
import type { AssistantStep } from '../../state/ui-store';
import type { SettingsWork } from '../../state/settings-state';
import { failureText } from '../../state/failure';
import { useLoadedSettings } from '../settings';
import { ReadyStep } from './ReadyStep';
import { StepFrame } from './StepFrame';
import { FieldsStep } from './FieldsStep';
import { firstOpenStep, hasBegun } from './steps';
import { Welcome } from './Welcome';

/** The first start: the demonstration office, or five steps to work with. It can be left and gone on with, also by the next start. */
export function Assistant(): ReactNode {
  const { work, failure, reload } = useLoadedSettings();
  const step = useStep(work);
  if (failure !== null && work === null)
    return (
      <EmptyState
        whole
        icon={TriangleAlert}
        title={t.settings.failedTitle}
        action={
          <>
            <Button onClick={reload}>{t.settings.retry}</Button>
            <FailureAdvice of={failureText(failure)} />
          </>
        }
      >
        {failureText(failure).title} {failureText(failure).text}
      </EmptyState>
    );
  if (work === null || step === null) return <Skeleton label={t.common.loading} heading={t.common.screens.assistant} />;
  if (step === 'welcome') return <Welcome work={work} />;
  return (
    <StepFrame step={step} work={work}>
      {step === 'ready' ? <ReadyStep work={work} /> : <FieldsStep key={step} step={step} work={work} />}
    </StepFrame>
  );
}

/** The step at hand; at first the one that lacks something, where somebody has begun before. */
function useStep(work: SettingsWork | null): AssistantStep | null {
  const { ui } = useServices();
  const step = useUi((state) => state.step);
  useEffect(() => {
    if (step === null && work !== null) ui.setState({ step: hasBegun(work) ? firstOpenStep(work) : 'welcome' });
  }, [ui, step, work]);
  return step;
}
