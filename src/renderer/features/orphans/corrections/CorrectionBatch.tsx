import { useState, type ReactNode } from 'react';
import { PackageCheck, Undo2 } from 'lucide-react';
import type { Correction } from '../../../../shared/ipc/recovery';
import { Button } from '../../../components/Button';
import { Figures, type Figure } from '../../../components/Figures';
import { Badge } from '../../../components/Status';
import { UnderWay } from '../../../components/UnderWay';
import { count } from '../../../../shared/messages/pt-BR/numbers';
import { t } from '../../../i18n';
import { useServices } from '../../../state/services';
import { useLive } from '../../../state/use-live';
import { useTask } from '../../../state/use-task';
import { BatchHead } from '../BatchHead';
import { CorrectionDialog } from './CorrectionDialog';
import { CorrectionItems } from './CorrectionItems';
import { CORRECTION_TONES } from './tones';
import { useCorrecting, useCorrectionAtWork } from './use-correcting';
import styles from './Corrections.module.css';

const words = t.corrections;

interface CorrectionBatchProps {
  readonly correction: Correction;
  readonly onChanged: () => void;
}

/** One batch: what it would do or has done, each proposal with its evidence, and the ways on and back. */
export function CorrectionBatch({ correction, onChanged }: CorrectionBatchProps): ReactNode {
  const { id, auditId, state } = correction;
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set());
  const correcting = useCorrectionAtWork() !== null;
  const left = state === 'proposed' || (state === 'applied' && leftOf(correction) > 0);
  return (
    <>
      <BatchHead
        title={words.title(id)}
        state={<Badge tone={CORRECTION_TONES[state]}>{words.states[state]}</Badge>}
        note={`${t.recovery.ofAudit(auditId)}${state === 'proposed' ? ` · ${words.note}` : ''}`}
      >
        <Actions correction={correction} picked={picked} onChanged={onChanged} onClear={() => setPicked(new Set())} />
      </BatchHead>
      <Working id={id} />
      <div className={styles['figures']}>
        <Figures label={words.facts.label} figures={figuresOf(correction)} />
      </div>
      <CorrectionItems correction={correction} picked={picked} onPick={left && !correcting ? setPicked : null} />
    </>
  );
}

/** Proposals that can still be applied: those not yet tried, and those that did not succeed. */
function leftOf({ items: { proposed, failed } }: Correction): number {
  return proposed + failed;
}

function figuresOf({ refile, adopt, items: { applied, undone, failed, leftOut } }: Correction): readonly Figure[] {
  const { facts } = words;
  return [
    { name: 'refile', label: facts.refile, value: count(refile) },
    { name: 'adopt', label: facts.adopt, value: count(adopt) },
    { name: 'applied', label: facts.applied, value: count(applied), tone: applied > 0 ? 'good' : undefined },
    ...(undone > 0 ? [{ name: 'undone', label: facts.undone, value: count(undone) }] : []),
    {
      name: 'not-applied',
      label: facts.failed,
      value: count(failed),
      tone: failed > 0 ? 'warn' : undefined,
      note: failed > 0 ? facts.failedNote : undefined,
    },
    ...(leftOut > 0
      ? [{ name: 'left-out', label: facts.leftOut, value: count(leftOut), note: facts.leftOutNote }]
      : []),
  ];
}

interface ActionsProps {
  readonly correction: Correction;
  readonly picked: ReadonlySet<number>;
  readonly onChanged: () => void;
  readonly onClear: () => void;
}

function Actions({ correction, picked, onChanged, onClear }: ActionsProps): ReactNode {
  const { client } = useServices();
  const live = useLive();
  const [asking, setAsking] = useState<'apply' | 'undo' | null>(null);
  const dropping = useTask();
  const correcting = useCorrecting(correction.id, onClear);
  const { id, state, items } = correction;
  const { actions } = words;
  const idle = live && !correcting.busy;
  const chosen = [...picked];
  const apply =
    chosen.length > 0
      ? actions.applyChosen(chosen.length)
      : state === 'proposed'
        ? actions.applyAll
        : actions.applyRest;
  return (
    <>
      {chosen.length > 0 && (
        <Button look="quiet" onClick={onClear}>
          {actions.clear}
        </Button>
      )}
      {state === 'proposed' && (
        <Button
          busy={dropping.busy}
          disabled={!idle}
          onClick={() =>
            dropping.run(async () => {
              await client.engine.dropCorrection({ correctionId: id });
              onChanged();
            })
          }
        >
          {actions.drop}
        </Button>
      )}
      {state === 'applied' && items.applied > 0 && (
        <Button icon={Undo2} disabled={!idle} data-testid="undo-correction" onClick={() => setAsking('undo')}>
          {actions.undo}
        </Button>
      )}
      {(state === 'proposed' || state === 'applied') && leftOf(correction) > 0 && (
        <Button
          look={state === 'proposed' ? 'primary' : 'secondary'}
          icon={PackageCheck}
          disabled={!idle}
          data-testid="apply-correction"
          onClick={() => setAsking('apply')}
        >
          {apply}
        </Button>
      )}
      {asking !== null && (
        <CorrectionDialog
          what={asking}
          correction={correction}
          chosen={chosen.length}
          onClose={() => setAsking(null)}
          onConfirm={() => {
            setAsking(null);
            correcting.begin(asking, chosen);
          }}
        />
      )}
    </>
  );
}

/** While files are moved: that it is so, and the way to stop it. */
function Working({ id }: { readonly id: number }): ReactNode {
  const { client } = useServices();
  const live = useLive();
  const correcting = useCorrectionAtWork();
  const { busy, run } = useTask();
  if (correcting?.id !== id) return null;
  const { actions } = words;
  const label = correcting.what === 'apply' ? actions.applying : actions.undoing;
  return (
    <UnderWay
      label={label}
      phase={label}
      share={null}
      live={live}
      stop={{
        label: actions.stop,
        busy,
        onPress: () => run(() => client.engine.stopJob({ kind: 'correction', how: 'now' })),
      }}
      testId="correcting"
    />
  );
}
