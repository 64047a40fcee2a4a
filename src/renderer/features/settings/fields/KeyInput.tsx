import { useState, type ReactNode } from 'react';
import { Eye, EyeOff, KeyRound } from 'lucide-react';
import type { KeyState } from '../../../../shared/ipc/settings';
import { Button } from '../../../components/Button';
import { Field, TextInput } from '../../../components/Field';
import { IconButton } from '../../../components/IconButton';
import { t } from '../../../i18n';
import { useServices } from '../../../state/services';
import { useTask } from '../../../state/use-task';
import type { Credential, TypedCredential } from '../use-credential';
import styles from './fields.module.css';

export interface KeyInputProps {
  readonly generation: 'legacy' | 'v1';
  readonly held: KeyState;
  readonly credential: Credential;
  readonly readOnly: boolean;
  /** What is wrong with what was typed; null when nothing is. */
  readonly problem: string | null;
}

/** The key: whether one is held, and a way to type another. What is held is never shown. */
export function KeyInput({ generation, held, credential, readOnly, problem }: KeyInputProps): ReactNode {
  const isHeld = held.generation === generation;
  if (readOnly) return null;
  if (isHeld && !credential.replacing) return <HeldKey kept={held.kept} onReplace={credential.replace} />;
  return (
    <div className={styles['group']}>
      {held.generation !== null && !isHeld && <p className={styles['warning']}>{t.settings.key.otherGeneration}</p>}
      <KeyFields generation={generation} credential={credential} problem={problem} />
      {isHeld && (
        <div>
          <Button small look="quiet" onClick={credential.clear}>
            {t.settings.key.keepOld}
          </Button>
        </div>
      )}
    </div>
  );
}

function HeldKey({ kept, onReplace }: { readonly kept: KeyState['kept']; readonly onReplace: () => void }): ReactNode {
  const { client, ui } = useServices();
  const { busy, run } = useTask();
  const words = t.settings.key;
  const forget = async (): Promise<void> => {
    const key = await client.main.forgetKey();
    ui.setState(({ settings }) => ({ settings: settings && { ...settings, form: { ...settings.form, key } } }));
  };
  return (
    <div className={styles['held']} data-testid="key-held" data-kept={kept}>
      <KeyRound aria-hidden />
      <p>{words[kept]}</p>
      <div className={styles['heldActions']}>
        <Button small onClick={onReplace}>
          {words.replace}
        </Button>
        <Button small look="quiet" busy={busy} onClick={() => run(forget)}>
          {words.forget}
        </Button>
      </div>
    </div>
  );
}

type KeyFieldsProps = Pick<KeyInputProps, 'generation' | 'credential' | 'problem'>;

function KeyFields({ generation, credential, problem }: KeyFieldsProps): ReactNode {
  const words = t.settings.key;
  return (
    <>
      <SecretInput name="apiKey" label={words.label} hint={words.hint} problem={problem} credential={credential} />
      {generation === 'v1' && (
        <div className={styles['pair']}>
          <SecretInput name="clientId" label={words.clientId} problem={null} credential={credential} />
          <SecretInput name="clientSecret" label={words.clientSecret} problem={null} credential={credential} />
        </div>
      )}
    </>
  );
}

interface SecretInputProps {
  readonly name: keyof TypedCredential;
  readonly label: string;
  readonly hint?: string;
  readonly problem: string | null;
  readonly credential: Credential;
}

function SecretInput({ name, label, hint, problem, credential }: SecretInputProps): ReactNode {
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
            data-testid={`credential-${name}`}
            value={credential.typed[name]}
            onChange={(event) => credential.change({ [name]: event.currentTarget.value })}
          />
          {credential.typed[name] !== '' && (
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
