import { useState, type ReactNode } from 'react';
import { Eye, EyeOff } from 'lucide-react';
import { Field, TextInput } from '../../../components/Field';
import { IconButton } from '../../../components/IconButton';
import { t } from '../../../i18n';
import styles from './fields.module.css';

export interface SecretInputProps {
  readonly label: string;
  readonly hint?: string;
  readonly problem: string | null;
  readonly value: string;
  readonly testId: string;
  readonly onChange: (typed: string) => void;
}

/** A secret while it is typed: hidden, unless the operator asks to see it. */
export function SecretInput({ label, hint, problem, value, testId, onChange }: SecretInputProps): ReactNode {
  const [revealed, setRevealed] = useState(false);
  const words = t.settings.key;
  return (
    <Field label={label} problem={problem} {...(hint === undefined ? {} : { hint })}>
      {(control) => (
        <div className={styles['secret']}>
          <TextInput
            {...control}
            type={revealed ? 'text' : 'password'}
            autoComplete="new-password"
            data-testid={testId}
            value={value}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
          {value !== '' && (
            <IconButton
              small
              className={styles['reveal']}
              icon={revealed ? EyeOff : Eye}
              label={`${revealed ? words.hide : words.reveal}: ${label}`}
              onClick={() => setRevealed(!revealed)}
            />
          )}
        </div>
      )}
    </Field>
  );
}
