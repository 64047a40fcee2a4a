import { useState, type ReactNode } from 'react';
import { Button } from '../../components/Button';
import { t } from '../../i18n';
import { useServices } from '../../state/services';
import type { SettingsWork } from '../../state/settings-state';
import { useTask } from '../../state/use-task';
import { ArchiveFields, CompaniesFields, ImportFields, SiegFields, useCredential, useEditing } from '../settings';
import type { Credential, Editing } from '../settings';
import { leaveStep } from './leave-step';
import { isAnswered, stepAfter, stepBefore, type WorkStep } from './steps';
import styles from './FieldsStep.module.css';

type FieldStep = Exclude<WorkStep, 'ready'>;

export interface FieldsStepProps {
  readonly step: FieldStep;
  readonly work: SettingsWork;
}

/** A step that asks for something. What is missing is said when one goes on, not before. */
export function FieldsStep({ step, work }: FieldsStepProps): ReactNode {
  const services = useServices();
  const { ui } = services;
  const { busy, run } = useTask();
  const [tried, setTried] = useState(false);
  const everything = useEditing(work);
  const credential = useCredential(work.draft);
  const missing = tried && !isAnswered(step, work);
  const editing: Editing = {
    ...everything,
    problemOf: (field) => (tried ? (everything.problemOf(field) ?? (missing ? missingText(step, field) : null)) : null),
  };
  const goOn = async (): Promise<void> => {
    setTried(true);
    if (await leaveStep(services, step, credential)) ui.setState({ step: stepAfter(step) });
  };
  const goOnLater = async (): Promise<void> => {
    await leaveStep(services, step, credential);
    ui.setState({ screen: 'panel' });
  };
  return (
    <>
      <StepFields {...{ step, work, editing, credential }} keyProblem={missing ? keyProblem(credential) : null} />
      <p className={styles['note']}>{t.assistant.testFirst}</p>
      <div className={styles['actions']}>
        <Button look="quiet" onClick={() => run(goOnLater)}>
          {t.assistant.later}
        </Button>
        <span className={styles['gap']} />
        <Button onClick={() => ui.setState({ step: stepBefore(step) })}>{t.common.back}</Button>
        <Button look="primary" busy={busy} data-testid="assistant-next" onClick={() => run(goOn)}>
          {t.assistant.next}
        </Button>
      </div>
    </>
  );
}

interface StepFieldsProps extends FieldsStepProps {
  readonly editing: Editing;
  readonly credential: Credential;
  readonly keyProblem: string | null;
}

function StepFields({ step, work, editing, credential, keyProblem: problem }: StepFieldsProps): ReactNode {
  switch (step) {
    case 'sieg':
      return <SiegFields {...{ editing, credential }} held={work.form.key} keyProblem={problem} complete={false} />;
    case 'archive':
      return <ArchiveFields editing={editing} />;
    case 'import':
      return <ImportFields editing={editing} complete={false} />;
    case 'companies':
      return <CompaniesFields editing={editing} />;
  }
}

function keyProblem({ isTyped, isComplete }: Credential): string | null {
  if (isTyped && isComplete) return null;
  return isTyped ? t.settings.key.incomplete : t.assistant.missingKey;
}

const REQUIRED: Readonly<Record<FieldStep, string>> = {
  sieg: 'sieg.baseUrl',
  archive: 'archive.root',
  import: 'importShare.root',
  companies: 'companies.workbook',
};

function missingText(step: FieldStep, field: string): string | null {
  return step !== 'sieg' && REQUIRED[step] === field ? t.assistant.missing : null;
}
