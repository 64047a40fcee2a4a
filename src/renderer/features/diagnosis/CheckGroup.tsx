import type { ReactNode } from 'react';
import { CircleCheck, CircleHelp, OctagonAlert, RotateCw, TriangleAlert, type LucideIcon } from 'lucide-react';
import { isErrorCode } from '../../../shared/errors';
import type { DiagnosisCheck, DiagnosisLine, DiagnosisStatus } from '../../../shared/ipc/diagnosis';
import { AdviceButtons, FailureAdvice } from '../../components/Advice';
import { IconButton } from '../../components/IconButton';
import { Badge, type Tone } from '../../components/Status';
import { t } from '../../i18n';
import { adviceOf } from '../../state/advice';
import { failureText, type FailureText } from '../../state/failure';
import { diagnoseOne } from '../../state/diagnosis-work';
import { useConsole, useServices, useUi } from '../../state/services';
import { useCanAsk } from './use-can-ask';
import styles from './CheckGroup.module.css';

/** What is looked at together, with what each thing was found to be. */
export function CheckGroup({ check }: { readonly check: DiagnosisCheck }): ReactNode {
  const services = useServices();
  const canAsk = useCanAsk();
  const view = useUi(({ diagnosis }) => diagnosis.checks[check]);
  const words = t.diagnosis;
  const title = words.groups[check];
  const { asking = true, lines = [], failure = null } = view ?? {};
  return (
    <section className={styles['group']} aria-busy={asking} aria-label={title} data-testid={`check-${check}`}>
      <header className={styles['head']}>
        <h2>{title}</h2>
        <IconButton
          small
          icon={RotateCw}
          label={`${words.oneAgain}: ${title}`}
          disabled={asking || !canAsk}
          onClick={() => void diagnoseOne(services, check)}
        />
      </header>
      {lines.length === 0 && asking && <p className={styles['quiet']}>{words.asking}</p>}
      {failure !== null && <Failure why={failureText(failure)} />}
      <ul>
        {lines.map((line) => (
          <Line key={line.item} line={line} />
        ))}
      </ul>
    </section>
  );
}

function Failure({ why }: { readonly why: FailureText }): ReactNode {
  return (
    <div className={styles['failure']}>
      <p>{why.title}</p>
      <p className={styles['quiet']}>{why.text}</p>
      <div className={styles['actions']}>
        <FailureAdvice of={why} />
      </div>
    </div>
  );
}

const LOOKS: Readonly<Record<DiagnosisStatus, { readonly tone: Tone; readonly icon: LucideIcon }>> = {
  ok: { tone: 'good', icon: CircleCheck },
  warning: { tone: 'warn', icon: TriangleAlert },
  fault: { tone: 'bad', icon: OctagonAlert },
  unknown: { tone: 'neutral', icon: CircleHelp },
};

function Line({ line }: { readonly line: DiagnosisLine }): ReactNode {
  const { item, status, found, fix, code } = line;
  const { tone, icon: Icon } = LOOKS[status];
  return (
    <li className={styles['line']} data-tone={tone} data-testid={`diagnosis-${item}`}>
      <Icon className={styles['icon']} aria-hidden />
      <div className={styles['body']}>
        <p className={styles['name']}>
          {t.diagnosis.titles[item]}
          {status === 'ok' ? (
            <span className="sr-only">{`: ${t.diagnosis.statuses.ok}`}</span>
          ) : (
            <Badge tone={tone}>{t.diagnosis.statuses[status]}</Badge>
          )}
        </p>
        <p className={styles['found']}>{found}</p>
        {fix !== null && <p className={styles['fix']}>{fix}</p>}
        {code !== null && <Buttons line={line} />}
      </div>
    </li>
  );
}

/** What this window can do of what the line advises; trying it again is a button of the group. */
function Buttons({ line: { code, details } }: { readonly line: DiagnosisLine }): ReactNode {
  const shares = useConsole((state) => state.shares);
  if (code === null || !isErrorCode(code)) return null;
  const advices = adviceOf({ code, details }, shares ?? []).filter((advice) => advice !== 'retry');
  if (advices.length === 0) return null;
  return (
    <div className={styles['actions']}>
      <AdviceButtons advices={advices} />
    </div>
  );
}
