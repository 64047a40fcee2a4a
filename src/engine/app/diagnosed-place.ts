import type { DiagnosisCheck, DiagnosisLine } from '../../shared/ipc/diagnosis';
import { systemClock } from '../base';
import type { HealthView } from '../../shared/health';
import { diagnose, healthOf, writeSupportArchive, type DiagnosisPlace, type SupportArchiveOptions } from '../diagnosis';
import { environmentProxy, type FindProxy } from '../network';
import { openLocalRoot, type RootOpener } from '../shares';
import { openSieg } from './sieg-connection';

/** What a host says of the workspace that is to be diagnosed; no engine need be open on it. */
export interface DiagnosedPlace extends Omit<DiagnosisPlace, 'openSieg' | 'clock' | 'openRoot' | 'findProxy'> {
  /** Default: in this process. */
  readonly openRoot?: RootOpener | undefined;
  /** Default: by the environment. */
  readonly findProxy?: FindProxy | undefined;
}

/** As `diagnose`, with the services of this program. */
export function diagnoseWorkspace(
  given: DiagnosedPlace,
  options: { readonly checks?: readonly DiagnosisCheck[]; readonly signal?: AbortSignal } = {},
): Promise<DiagnosisLine[]> {
  return diagnose(placeOf(given), options);
}

/** As `writeSupportArchive`. @throws MaloteError CLI_CANNOT_WRITE */
export function archiveForSupport(given: DiagnosedPlace, options: SupportArchiveOptions): Promise<void> {
  return writeSupportArchive(placeOf(given), options);
}

/** As `healthOf`, by the clock of this computer. */
export function healthOfWorkspace(place: Pick<DiagnosisPlace, 'workspace' | 'reader'>): Promise<HealthView> {
  return healthOf({ ...place, clock: systemClock() });
}

function placeOf({ openRoot = openLocalRoot, findProxy = environmentProxy, ...given }: DiagnosedPlace): DiagnosisPlace {
  const clock = systemClock();
  return {
    ...given,
    openRoot,
    findProxy,
    clock,
    openSieg: (settings, credentials) => openSieg(settings, credentials, clock, given.stateFolder, { findProxy }),
  };
}
