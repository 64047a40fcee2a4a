import { useEffect, useState, type ReactNode } from 'react';
import { ExternalLink, FolderOpen } from 'lucide-react';
import type { OutputOf } from '../../../shared/ipc/contract';
import type { AppInfo } from '../../../shared/ipc/shell';
import { Button } from '../../components/Button';
import { t } from '../../i18n';
import { useConnection, useConsole, useServices } from '../../state/services';
import { failureText } from '../../state/failure';
import { useTask } from '../../state/use-task';
import { OthersCard } from './OthersCard';
import styles from './About.module.css';

type Runtime = OutputOf<'engine', 'probeRuntime'>;
type RuntimeState =
  | { readonly state: 'asking' }
  | { readonly state: 'ok'; readonly runtime: Runtime }
  | { readonly state: 'failed'; readonly why: string };

/** What this program is, what it runs on, where its files lie. */
export function About(): ReactNode {
  const info = useAppInfo();
  const words = t.common.about;
  return (
    <div className={styles['about']} data-testid="about">
      <header>
        <h1>{t.common.product}</h1>
        <p className={styles['quiet']}>{words.lead}</p>
      </header>
      <div className={styles['columns']}>
        {info !== null && <Versions info={info} />}
        <EngineRuntime />
        <Places info={info} />
        <Links />
        <OthersCard />
      </div>
    </div>
  );
}

function useAppInfo(): AppInfo | null {
  const { client } = useServices();
  const [info, setInfo] = useState<AppInfo | null>(null);
  useEffect(() => {
    client.main.appInfo().then(setInfo, () => undefined);
  }, [client]);
  return info;
}

function Versions({ info }: { readonly info: AppInfo }): ReactNode {
  const words = t.common.about;
  return (
    <section className={styles['card']}>
      <h2>{words.versions}</h2>
      <Facts
        attribute="version"
        facts={[
          ['malote', words.version, info.version],
          ['electron', words.electron, info.electron],
          ['chrome', words.chrome, info.chrome],
          ['node', words.node, info.node],
        ]}
      />
    </section>
  );
}

/** What the engine's process says of the ground it runs on: proof that it answers and reads its database. */
function EngineRuntime(): ReactNode {
  const state = useRuntime();
  const words = t.common.about;
  const sentence = { asking: words.runtimeAsking, ok: words.runtimeOk, failed: words.runtimeFailed }[state.state];
  return (
    <section className={styles['card']}>
      <h2>{words.runtime}</h2>
      <p role="status" data-testid="runtime-status">
        {state.state === 'failed' ? `${sentence} ${state.why}` : sentence}
      </p>
      {state.state === 'ok' && (
        <Facts
          attribute="runtime"
          facts={(['sqlite', 'journalMode', 'rows', 'node', 'electron', 'napi'] as const).map((name) => [
            name,
            words[name],
            String(state.runtime[name] ?? words.none),
          ])}
        />
      )}
    </section>
  );
}

function useRuntime(): RuntimeState {
  const { client } = useServices();
  const ready = useConnection(({ engine }) => engine.state === 'ready');
  const [state, setState] = useState<RuntimeState>({ state: 'asking' });
  useEffect(() => {
    if (!ready) return;
    client.engine.probeRuntime().then(
      (runtime) => setState({ state: 'ok', runtime }),
      (error: unknown) => setState({ state: 'failed', why: failureText(error).title }),
    );
  }, [client, ready]);
  return state;
}

interface FactsProps {
  /** Which `data-` attribute names each value. */
  readonly attribute: 'version' | 'runtime';
  readonly facts: readonly (readonly [name: string, label: string, value: string])[];
}

function Facts({ attribute, facts }: FactsProps): ReactNode {
  return (
    <dl className={styles['facts']}>
      {facts.map(([name, label, value]) => (
        <div key={name}>
          <dt>{label}</dt>
          <dd {...{ [`data-${attribute}`]: name }}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Places({ info }: { readonly info: AppInfo | null }): ReactNode {
  const { client } = useServices();
  const workspace = useConsole((state) => state.workspace.shown);
  const { busy, run } = useTask();
  const words = t.common.about;
  const places = [
    ['workspace', words.workspace, workspace],
    ['logs', words.logs, info?.logs ?? null],
  ] as const;
  return (
    <section className={styles['card']}>
      <h2>{words.places}</h2>
      {places.map(([folder, label, shown]) => (
        <div key={folder} className={styles['place']}>
          <div>
            <p className={styles['label']}>{label}</p>
            <p className={styles['path']}>{shown ?? words.none}</p>
          </div>
          <Button
            small
            icon={FolderOpen}
            busy={busy}
            disabled={shown === null}
            aria-label={`${words.open}: ${label}`}
            onClick={() => run(() => client.main.openFolder({ folder }))}
          >
            {words.open}
          </Button>
        </div>
      ))}
    </section>
  );
}

function Links(): ReactNode {
  const { client } = useServices();
  const { run } = useTask();
  const words = t.common.about;
  return (
    <section className={styles['card']}>
      <h2>{words.links}</h2>
      <div className={styles['links']}>
        <Button small icon={ExternalLink} onClick={() => run(() => client.main.openLink({ link: 'sieg' }))}>
          {words.sieg}
        </Button>
        <Button small icon={ExternalLink} onClick={() => run(() => client.main.openLink({ link: 'sieg-help' }))}>
          {words.siegHelp}
        </Button>
      </div>
    </section>
  );
}
