import { useState, type ReactNode } from 'react';
import { CircleAlert, CircleCheck, Stethoscope } from 'lucide-react';
import type { InputOf } from '../../../../shared/ipc/contract';
import type { TestResult } from '../../../../shared/ipc/settings';
import { Button } from '../../../components/Button';
import { t } from '../../../i18n';
import { useServices } from '../../../state/services';
import { inputOf, type SettingsDraft } from '../../../state/settings-draft';
import { useTask } from '../../../state/use-task';
import styles from './fields.module.css';

export interface TestButtonProps {
  readonly what: InputOf<'engine', 'test'>['what'];
  readonly draft: SettingsDraft;
  readonly disabled?: boolean;
  /** Done first, for instance storing what the test needs. */
  readonly before?: () => Promise<void>;
}

/** Tries a setting as it stands in the form, saved or not, and says in words what was found. An edit takes the words back. */
export function TestButton({ what, draft, disabled = false, before }: TestButtonProps): ReactNode {
  const { client } = useServices();
  const { busy, run } = useTask();
  const [outcome, setOutcome] = useState<{ readonly of: SettingsDraft; readonly result: TestResult } | null>(null);
  const words = t.settings.test;
  const test = async (): Promise<void> => {
    setOutcome(null);
    await before?.();
    setOutcome({ of: draft, result: await client.engine.test({ what, settings: inputOf(draft) }) });
  };
  const result = outcome?.of === draft ? outcome.result : null;
  return (
    <div className={styles['test']}>
      <Button
        icon={Stethoscope}
        busy={busy}
        disabled={disabled}
        aria-label={words.labelOf(words.what[what])}
        data-testid={`test-${what}`}
        onClick={() => run(test)}
      >
        {words.label}
      </Button>
      <div className={styles['result']} role="status" data-testid={`test-${what}-result`}>
        {busy && <p className={styles['quiet']}>{words.running}</p>}
        {result !== null && !busy && <Words result={result} />}
      </div>
    </div>
  );
}

function Words({ result: { ok, words, action } }: { readonly result: TestResult }): ReactNode {
  const Icon = ok ? CircleCheck : CircleAlert;
  return (
    <div className={styles['words']} data-ok={ok}>
      <Icon aria-hidden />
      <div>
        <p>{words}</p>
        {action !== undefined && <p className={styles['quiet']}>{action}</p>}
      </div>
    </div>
  );
}
