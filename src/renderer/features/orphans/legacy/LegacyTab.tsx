import { type ReactNode } from 'react';
import { FolderOpen, Import, SearchCheck } from 'lucide-react';
import type { LegacyProgress } from '../../../../shared/ipc/legacy';
import { Button } from '../../../components/Button';
import { UnderWay } from '../../../components/UnderWay';
import { t } from '../../../i18n';
import { useConsole, useServices, useUi } from '../../../state/services';
import { useLive } from '../../../state/use-live';
import { useTask } from '../../../state/use-task';
import { LegacyFound } from './LegacyFound';
import styles from './Legacy.module.css';

const words = t.legacy;

/** The system before this one: choose its folder, look without writing, then take its data over. */
export function LegacyTab(): ReactNode {
  const progress = useConsole(({ legacy }) => legacy.progress);
  const last = useConsole(({ legacy }) => legacy.last);
  return (
    <div className={styles['tab']} role="region" aria-label={words.title} tabIndex={0} data-testid="legacy">
      <div className={styles['lead']}>
        <h2>{words.title}</h2>
        <p className={styles['quiet']}>{words.text}</p>
      </div>
      <Steps />
      {progress !== null && <Running progress={progress} />}
      {last !== null && <LegacyFound found={last} />}
    </div>
  );
}

function Steps(): ReactNode {
  const { client, ui } = useServices();
  const live = useLive();
  const folder = useUi(({ legacyFolder }) => legacyFolder);
  const running = useConsole(({ legacy }) => legacy.progress !== null) === true;
  const looked = useUi(({ legacyLooked }) => legacyLooked);
  const complete = useConsole(({ legacy }) => legacy.last !== null && legacy.last.outcome === 'complete') === true;
  const checked = complete && folder !== null && folder.id === looked;
  const { busy, run } = useTask();
  const steps = words.steps;
  const choose = (): void =>
    run(async () => {
      const picked = await client.main.pickPath({ what: 'legacy' });
      if (picked !== null) ui.setState({ legacyFolder: picked });
    });
  const begin = (dryRun: boolean): void => {
    if (folder === null) return;
    if (dryRun) ui.setState({ legacyLooked: folder.id });
    run(() => client.engine.startJob({ kind: 'legacy-import', pathId: folder.id, dryRun }));
  };
  const ready = folder !== null && live && !running;
  return (
    <ol className={styles['steps']}>
      <li>
        <span className={styles['label']}>{steps.folder}</span>
        <span className={styles['path']} title={folder?.shown}>
          {folder?.shown ?? <span className={styles['quiet']}>{steps.noFolder}</span>}
        </span>
        <Button icon={FolderOpen} busy={busy && folder === null} disabled={running} onClick={choose}>
          {folder === null ? steps.choose : steps.change}
        </Button>
        <span className={styles['note']}>{steps.folderHint}</span>
      </li>
      <li>
        <span className={styles['label']}>{steps.dryRun}</span>
        <span className={styles['quiet']}>{steps.dryRunHint}</span>
        <Button
          look={checked ? 'secondary' : 'primary'}
          icon={SearchCheck}
          busy={busy && folder !== null}
          disabled={!ready}
          data-testid="legacy-dry-run"
          onClick={() => begin(true)}
        >
          {steps.dryRun}
        </Button>
      </li>
      <li>
        <span className={styles['label']}>{steps.import}</span>
        <span className={styles['quiet']}>{checked ? steps.importHint : steps.mustCheck}</span>
        <Button
          look={checked ? 'primary' : 'secondary'}
          icon={Import}
          disabled={!ready || !checked}
          data-testid="legacy-import"
          onClick={() => begin(false)}
        >
          {steps.import}
        </Button>
      </li>
    </ol>
  );
}

function Running({ progress }: { readonly progress: LegacyProgress }): ReactNode {
  const { client } = useServices();
  const live = useLive();
  const { busy, run } = useTask();
  const { phase, files, total, adopted, unreadable, elapsedSeconds } = progress;
  return (
    <UnderWay
      className={styles['running']}
      label={words.progress}
      phase={words.phases[phase]}
      facts={[
        words.files(files, total),
        words.adopted(adopted),
        ...(unreadable > 0 ? [words.unreadable(unreadable)] : []),
      ]}
      elapsed={words.elapsed(elapsedSeconds)}
      share={total === null || total === 0 ? null : files / total}
      live={live}
      stop={{
        label: words.steps.stop,
        busy,
        onPress: () => run(() => client.engine.stopJob({ kind: 'legacy-import', how: 'now' })),
      }}
      testId="legacy-running"
    />
  );
}
