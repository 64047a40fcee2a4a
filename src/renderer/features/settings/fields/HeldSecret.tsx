import type { ReactNode } from 'react';
import { KeyRound } from 'lucide-react';
import type { KeyState } from '../../../../shared/ipc/settings';
import { Button } from '../../../components/Button';
import { useTask } from '../../../state/use-task';
import styles from './fields.module.css';

export interface HeldSecretProps {
  readonly kept: KeyState['kept'];
  readonly words: Readonly<Record<'disk' | 'session' | 'replace' | 'forget', string>>;
  readonly testId: string;
  readonly onReplace: () => void;
  readonly onForget: () => Promise<void>;
}

/** A secret that the vault holds. It is never shown. */
export function HeldSecret({ kept, words, testId, onReplace, onForget }: HeldSecretProps): ReactNode {
  const { busy, run } = useTask();
  return (
    <div className={styles['held']} data-testid={testId} data-kept={kept}>
      <KeyRound aria-hidden />
      <p>{words[kept]}</p>
      <div className={styles['heldActions']}>
        <Button small onClick={onReplace}>
          {words.replace}
        </Button>
        <Button small look="quiet" busy={busy} onClick={() => run(onForget)}>
          {words.forget}
        </Button>
      </div>
    </div>
  );
}
