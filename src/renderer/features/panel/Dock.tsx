import { memo, type ReactNode } from 'react';
import { CircleAlert, Info, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { ScheduleView } from '../../../shared/ipc/schedule';
import type { JournalLine, Notice } from '../../../shared/ipc/state';
import { Card } from '../../components/Card';
import { Tabs } from '../../components/Tabs';
import { moment } from '../../../shared/messages/pt-BR/moments';
import { count } from '../../../shared/messages/pt-BR/numbers';
import { t } from '../../i18n';
import { useConnection, useConsole, useServices, useUi } from '../../state/services';
import { AddToSchedule, ScheduleTab } from './ScheduleTab';
import styles from './Dock.module.css';

/** The journal's last lines and what the program had to say, newest first; and what is done at times. */
export function Dock(): ReactNode {
  const { ui } = useServices();
  const tab = useUi(({ dockTab }) => dockTab);
  const notices = useNotices();
  const troubled = useConsole(({ schedule }) => schedule.filter(isTroubled).length) ?? 0;
  const grave = notices.some(({ level }) => level !== 'info');
  const words = t.panel.dock;
  return (
    <Card fill label={words.label}>
      <Tabs
        label={words.label}
        value={tab}
        onChange={(dockTab) => ui.setState({ dockTab })}
        aside={tab === 'schedule' ? <AddToSchedule /> : undefined}
        tabs={[
          { value: 'journal', label: words.journal, content: <Journal /> },
          {
            value: 'notices',
            label: words.notices,
            ...(notices.length === 0 ? {} : { count: count(notices.length) }),
            ...(grave ? { tone: 'warn' as const } : {}),
            content: <Notices notices={notices} />,
          },
          {
            value: 'schedule',
            label: t.schedule.tab,
            ...(troubled === 0 ? {} : { count: count(troubled), tone: 'warn' as const }),
            content: <ScheduleTab />,
          },
        ]}
      />
    </Card>
  );
}

/** Its last time has come to no good end. */
function isTroubled({ last, current }: ScheduleView): boolean {
  return current === null && (last?.state === 'failed' || last?.state === 'interrupted');
}

/** The engine's notices and main's, newest first. */
function useNotices(): readonly Notice[] {
  const engine = useConsole(({ notices }) => notices) ?? [];
  const main = useConnection(({ mainNotices }) => mainNotices);
  return [...engine, ...main].sort((a, b) => (a.at < b.at ? 1 : -1));
}

/** The last ones: the whole journal has a screen of its own. */
const SHOWN = 40;

function Journal(): ReactNode {
  const lines = useConsole(({ journal }) => journal) ?? [];
  const words = t.panel.dock;
  if (lines.length === 0) return <p className={styles['empty']}>{words.noJournal}</p>;
  return (
    <ol className={styles['lines']} aria-label={words.journal} tabIndex={0} data-testid="journal">
      {lines
        .slice(-SHOWN)
        .reverse()
        .map((line) => (
          <JournalRow key={line.id} line={line} />
        ))}
    </ol>
  );
}

const JournalRow = memo(function JournalRow({ line }: { readonly line: JournalLine }): ReactNode {
  const { now } = useServices();
  return (
    <li className={styles['line']}>
      <time className={styles['time']} dateTime={line.at}>
        {moment(line.at, now())}
      </time>
      <span className={styles['text']}>{line.text}</span>
    </li>
  );
});

const LEVELS: Readonly<Record<Notice['level'], LucideIcon>> = {
  info: Info,
  warning: TriangleAlert,
  error: CircleAlert,
};

function Notices({ notices }: { readonly notices: readonly Notice[] }): ReactNode {
  const { now } = useServices();
  const words = t.panel.dock;
  if (notices.length === 0) return <p className={styles['empty']}>{words.noNotices}</p>;
  return (
    <ol className={styles['lines']} aria-label={words.notices} tabIndex={0} data-testid="notices">
      {notices.map(({ id, at, level, text }) => {
        const Icon = LEVELS[level];
        return (
          <li key={`${at} ${id}`} className={styles['line']} data-level={level}>
            <time className={styles['time']} dateTime={at}>
              {moment(at, now())}
            </time>
            <Icon role="img" aria-label={words.levels[level]} />
            <span className={styles['text']}>{text}</span>
          </li>
        );
      })}
    </ol>
  );
}
