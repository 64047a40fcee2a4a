import { SIEG_GENERATIONS } from '../../../shared/sieg-generations';
import { useState, type ReactNode } from 'react';
import { ArrowRight, Check, CircleCheck, TriangleAlert } from 'lucide-react';
import type { OutputOf } from '../../../shared/ipc/contract';
import { hiddenRowsSentence, leavesOutClients, paddedSentence } from '../../../shared/messages/pt-BR/sheets';
import { Button } from '../../components/Button';
import { Status } from '../../components/Status';
import { t } from '../../i18n';
import { keyFit } from '../../state/held-secrets';
import { useServices, type Services } from '../../state/services';
import { saveSettings } from '../../state/settings-work';
import type { SettingsWork } from '../../state/settings-state';
import { useTask } from '../../state/use-task';
import { stateOf, stepOfProblem, type StepState, type WorkStep } from './steps';
import styles from './ReadyStep.module.css';

type Imported = OutputOf<'engine', 'importCompanies'>;

/** The last step: what was chosen, at a glance; then the companies that the workbook brought. */
export function ReadyStep({ work }: { readonly work: SettingsWork }): ReactNode {
  const services = useServices();
  const { ui } = services;
  const { busy, run } = useTask();
  const [imported, setImported] = useState<Imported | null>(null);
  const words = t.assistant;
  const finish = async (): Promise<void> => {
    const brought = await saveAndImport(services);
    if (brought !== null) setImported(brought);
  };
  return (
    <>
      <Review work={work} />
      {imported !== null && <ImportedCompanies imported={imported} />}
      <div className={styles['actions']}>
        <Button look="quiet" onClick={() => ui.setState({ screen: 'panel' })}>
          {words.later}
        </Button>
        <span className={styles['gap']} />
        <Button onClick={() => ui.setState({ step: 'companies' })}>{t.common.back}</Button>
        {imported === null ? (
          <Button look="primary" busy={busy} data-testid="assistant-finish" onClick={() => run(finish)}>
            {busy ? words.importing : words.finish}
          </Button>
        ) : (
          <Button
            look="primary"
            icon={ArrowRight}
            data-testid="assistant-open-panel"
            onClick={() => ui.setState({ screen: 'panel', step: 'welcome' })}
          >
            {words.open}
          </Button>
        )}
      </div>
    </>
  );
}

/** Null when something is wrong with the settings: then the step that asks for it is shown. */
async function saveAndImport(services: Services): Promise<Imported | null> {
  const problems = await saveSettings(services);
  if (Object.keys(problems).length > 0) {
    services.ui.setState({ step: stepOfProblem(problems) });
    return null;
  }
  return services.client.engine.importCompanies();
}

function Review({ work }: { readonly work: SettingsWork }): ReactNode {
  const { draft, form } = work;
  const { ui } = useServices();
  const { review } = t.assistant;
  const { fields, layouts, place } = t.settings;
  const hasKey = keyFit(form.key, draft) === 'fits';
  // the state of a step stands beside what its trial is about
  const rows: readonly (readonly [step: WorkStep, label: string, value: string, tried?: true])[] = [
    ['sieg', fields['sieg.generation'], SIEG_GENERATIONS[draft['sieg.generation']].choice],
    ['sieg', fields['sieg.baseUrl'], draft['sieg.baseUrl']],
    ['sieg', review.key, hasKey ? review.stored : review.notStored, true],
    ['archive', fields['archive.root'], draft['archive.root'].shown ?? place.unset, true],
    ['import', fields['importShare.root'], draft['importShare.root'].shown ?? place.unset, true],
    ['import', fields['importShare.layout'], layouts[draft['importShare.layout']]],
    ['companies', fields['companies.workbook'], draft['companies.workbook'].shown ?? place.unset, true],
  ];
  return (
    <dl className={styles['review']}>
      {rows.map(([step, label, value, tried]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {value}
            {tried && <TestState state={stateOf(step, work)} />}
          </dd>
          <dd>
            <Button small look="quiet" aria-label={review.edit(label)} onClick={() => ui.setState({ step })}>
              {review.change}
            </Button>
          </dd>
        </div>
      ))}
    </dl>
  );
}

const TONES = { tested: 'good', untested: 'neutral', failed: 'warn' } as const;
const ICONS = { tested: { icon: Check }, untested: {}, failed: { icon: TriangleAlert } } as const;

/** Nothing for a step that lacks something: its value says so. */
function TestState({ state }: { readonly state: StepState }): ReactNode {
  if (state === 'open') return null;
  return (
    <span className={styles['trial']}>
      <Status tone={TONES[state]} {...ICONS[state]}>
        {t.assistant.states[state]}
      </Status>
    </span>
  );
}

function ImportedCompanies({ imported }: { readonly imported: Imported }): ReactNode {
  const words = t.assistant.imported;
  const { badRows, leftOut } = imported;
  const allGood = badRows.length === 0 && !leavesOutClients(leftOut);
  const Icon = allGood ? CircleCheck : TriangleAlert;
  return (
    <section className={styles['imported']} data-testid="imported">
      <div className={styles['outcome']} role="status" data-ok={allGood}>
        <Icon aria-hidden />
        <div>
          <p className={styles['strong']}>{words.title(imported.total)}</p>
          <p className={styles['quiet']}>{words.from(imported.source)}</p>
          <p>{badRows.length === 0 ? words.allGood(imported.sheet) : words.bad(badRows.length)}</p>
          {leftOut.length > 0 && <p>{words.leftOut(leftOut)}</p>}
          {imported.hiddenRows !== undefined && <p>{hiddenRowsSentence(imported.hiddenRows)}</p>}
          {imported.padded.length > 0 && <p>{paddedSentence(imported.padded)}</p>}
        </div>
      </div>
      {badRows.length > 0 && (
        <div className={styles['scroll']} role="region" aria-label={words.reason} tabIndex={0}>
          <table className={styles['rows']}>
            <thead>
              <tr>
                <th scope="col">{words.row}</th>
                <th scope="col">{words.reason}</th>
              </tr>
            </thead>
            <tbody>
              {badRows.map(({ row, reason }) => (
                <tr key={`${String(row)} ${reason}`}>
                  <th scope="row">{row}</th>
                  <td>{reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
