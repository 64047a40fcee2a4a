import { SIEG_GENERATION_NAMES, SIEG_GENERATIONS } from '../../../../shared/sieg-generations';
import type { ReactNode } from 'react';
import { Field, TextInput } from '../../../components/Field';
import { Select } from '../../../components/Select';
import { t } from '../../../i18n';
import type { KeyState } from '../../../../shared/ipc/settings';
import { keyFit } from '../../../state/held-secrets';
import type { Credential } from '../use-credential';
import type { Editing } from '../use-settings';
import { KeyInput } from './KeyInput';
import { NumberInput } from './NumberInput';
import { TestButton } from './TestButton';
import styles from './fields.module.css';

export interface SiegFieldsProps {
  readonly editing: Editing;
  readonly held: KeyState;
  readonly credential: Credential;
  readonly keyProblem: string | null;
  /** Also what is rarely changed. */
  readonly complete: boolean;
}

/** Everything about the connection with SIEG. A key that was typed is tried before it is stored; the one that is held stays. */
export function SiegFields({ editing, held, credential, keyProblem, complete }: SiegFieldsProps): ReactNode {
  const { draft, edit, readOnly, problemOf } = editing;
  const generation = draft['sieg.generation'];
  const words = t.settings;
  return (
    <div className={styles['group']}>
      <div className={styles['pair']}>
        <Field
          label={words.fields['sieg.generation']}
          hint={words.hints['sieg.generation']}
          problem={problemOf('sieg.generation')}
        >
          {(control) => (
            <Select
              {...control}
              disabled={readOnly}
              data-testid="sieg-generation"
              value={generation}
              // the newest first: it is the one to choose
              options={[...SIEG_GENERATION_NAMES]
                .reverse()
                .map((name) => ({ value: name, label: SIEG_GENERATIONS[name].choice }))}
              onChange={(value) => edit({ 'sieg.generation': value })}
            />
          )}
        </Field>
        <Field
          label={words.fields['sieg.baseUrl']}
          hint={words.hints['sieg.baseUrl']}
          problem={problemOf('sieg.baseUrl')}
        >
          {(control) => (
            <TextInput
              {...control}
              type="url"
              readOnly={readOnly}
              data-testid="sieg-address"
              value={draft['sieg.baseUrl']}
              onChange={(event) => edit({ 'sieg.baseUrl': event.currentTarget.value })}
            />
          )}
        </Field>
      </div>
      <KeyInput {...{ draft, held, credential, readOnly }} problem={keyProblem} />
      {complete && (
        <div className={styles['pair']}>
          <NumberInput field="sieg.requestsPerMinute" editing={editing} least={1} most={600} />
        </div>
      )}
      <TestButton
        what="sieg"
        draft={draft}
        disabled={credential.isTyped ? !credential.isComplete : !readOnly && keyFit(held, draft) !== 'fits'}
        offer={credential.offer}
      />
    </div>
  );
}
