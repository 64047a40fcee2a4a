import { useState, type ReactNode } from 'react';
import { FlaskConical, TriangleAlert } from 'lucide-react';
import { FailureAdvice } from '../../components/Advice';
import { Banner } from '../../components/Banner';
import { Button } from '../../components/Button';
import { EmptyState } from '../../components/EmptyState';
import { Skeleton } from '../../components/Skeleton';
import { t } from '../../i18n';
import { CHANNEL_SECRETS, SETTABLE_CHANNELS } from '../../../shared/alert-channels';
import { useServices } from '../../state/services';
import { isDirty } from '../../state/settings-draft';
import { discardEdits, saveSettings } from '../../state/settings-work';
import { addToast } from '../../state/ui-store';
import type { SettingsWork } from '../../state/settings-state';
import { failureText } from '../../state/failure';
import { useTask } from '../../state/use-task';
import { ChannelSection } from './ChannelSection';
import { ArchiveFields, CompaniesFields, ImportFields } from './fields/PlaceFields';
import { SiegFields } from './fields/SiegFields';
import { DemonstrationSection, WindowSection } from './local-sections';
import { problemOfNewKey, RefusedKey } from './KeyRotation';
import { MonthFields } from './MonthFields';
import { Section } from './Section';
import { useCredential, type Credential } from './use-credential';
import { useSecrets, type Secret } from './use-secret';
import { useEditing, useLoadedSettings } from './use-settings';
import {
  AlertsSection,
  BackupSection,
  RetentionSection,
  HeartbeatSection,
  ScheduleSection,
  SharesSection,
} from './watch-sections';
import styles from './SettingsScreen.module.css';

/** What is an address itself first, which a person may refuse: then nothing was saved. */
const STORED_IN_ORDER = [
  ...CHANNEL_SECRETS.filter(({ server }) => server === null),
  ...CHANNEL_SECRETS.filter(({ server }) => server !== null),
].map(({ name }) => name);

/** Everything that can be set, in one form. */
export function SettingsScreen(): ReactNode {
  const { work, failure, reload } = useLoadedSettings();
  if (work !== null) return <SettingsForm work={work} />;
  if (failure === null) return <Skeleton label={t.common.loading} heading={t.common.screens.settings} />;
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
      <p>{failureText(failure).title}</p>
      <p>{failureText(failure).text}</p>
    </EmptyState>
  );
}

function SettingsForm({ work }: { readonly work: SettingsWork }): ReactNode {
  const editing = useEditing(work);
  const credential = useCredential(work.draft);
  const secrets = useSecrets(work.draft);
  const [keyProblem, setKeyProblem] = useState<string | null>(null);
  const { form } = work;
  const titles = t.settings.sections;
  return (
    <div className={styles['screen']} data-testid="settings">
      {form.readOnly && (
        <Banner tone="active" icon={FlaskConical} title={t.settings.readOnlyTitle}>
          {t.settings.readOnly}
        </Banner>
      )}
      {form.warnings.map(({ message, action }) => (
        <Banner key={message} tone="warn" icon={TriangleAlert} title={message}>
          {action}
        </Banner>
      ))}
      <div className={styles['scroll']}>
        <header className={styles['header']}>
          <h1 tabIndex={-1}>{t.common.screens.settings}</h1>
          <p className={styles['quiet']}>{t.settings.lead}</p>
        </header>
        <Section {...titles.sieg}>
          <SiegFields {...{ editing, credential, keyProblem }} held={form.key} complete />
        </Section>
        <Section {...titles.archive}>
          <ArchiveFields editing={editing} />
        </Section>
        <Section {...titles.import}>
          <ImportFields editing={editing} complete />
        </Section>
        <Section {...titles.companies}>
          <CompaniesFields editing={editing} />
        </Section>
        <Section {...titles.month}>
          <MonthFields editing={editing} />
        </Section>
        <SharesSection editing={editing} />
        <ScheduleSection editing={editing} />
        <BackupSection editing={editing} />
        <RetentionSection editing={editing} />
        <AlertsSection editing={editing} />
        {SETTABLE_CHANNELS.map((channel) => (
          <ChannelSection key={channel} {...{ channel, editing, secrets }} held={form.key} />
        ))}
        <HeartbeatSection editing={editing} />
        <WindowSection />
        {!form.readOnly && <DemonstrationSection />}
      </div>
      {!form.readOnly && (
        <SaveBar
          {...{ work, credential }}
          secrets={STORED_IN_ORDER.map((name) => secrets[name])}
          onKeyProblem={setKeyProblem}
        />
      )}
    </div>
  );
}

interface SaveBarProps {
  readonly work: SettingsWork;
  readonly credential: Credential;
  readonly secrets: readonly Secret[];
  readonly onKeyProblem: (problem: string | null) => void;
}

/** Whether anything is unsaved, and the way to save it or give it up. A typed key or secret is stored with the rest. */
function SaveBar({ work, credential, secrets, onKeyProblem }: SaveBarProps): ReactNode {
  const services = useServices();
  const { busy, run } = useTask();
  const words = t.settings;
  const edited = isDirty(work.draft, work.form) || [credential, ...secrets].some(({ isTyped }) => isTyped);
  const dirty = edited || work.form.unfinished;
  const [refused, setRefused] = useState<string | null>(null);
  /** @param replaces a held key by one that is typed, whatever SIEG says of it */
  const save = async (replaces = false): Promise<void> => {
    const incomplete = credential.isTyped && !credential.isComplete;
    onKeyProblem(incomplete ? words.key.incomplete : null);
    if (incomplete) return;
    const problem = replaces ? null : await problemOfNewKey(services, work, credential);
    setRefused(problem);
    if (problem !== null) return;
    for (const typed of [...secrets, credential]) await typed.store();
    const problems = Object.keys(await saveSettings(services)).length;
    if (problems === 0) addToast(services.ui, { tone: 'good', title: words.saved, text: null });
    else addToast(services.ui, { tone: 'bad', title: words.problems(problems), text: null });
  };
  const discard = (): void => {
    for (const typed of [credential, ...secrets]) typed.clear();
    onKeyProblem(null);
    discardEdits(services);
  };
  return (
    <footer className={styles['bar']}>
      <RefusedKey words={refused} busy={busy} onKeep={() => setRefused(null)} onReplace={() => run(() => save(true))} />
      <p role="status" data-testid="settings-state">
        {dirty ? words.dirty : words.clean}
      </p>
      <Button disabled={!edited || busy} onClick={discard}>
        {words.discard}
      </Button>
      <Button
        look="primary"
        busy={busy}
        disabled={!dirty}
        data-testid="settings-save"
        onClick={() => run(() => save())}
      >
        {words.save}
      </Button>
    </footer>
  );
}
