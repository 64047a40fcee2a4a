import type { CompanyIndex, Intake } from '../../intake';
import type { Ledger } from '../../ledger';
import type { FileRoot } from '../../shares';
import type { Tally } from './tally';

/** What the import needs of the services that are open. */
export interface LegacyServices {
  readonly intake: Pick<Intake, 'adopt'>;
  readonly roots: { readonly archive: FileRoot };
  readonly companies: CompanyIndex;
}

/** What every phase of an import works with. */
export interface ImportContext {
  readonly ledger: Ledger;
  readonly services: LegacyServices;
  /** The old system's own folder. Only read. */
  readonly old: FileRoot;
  readonly tally: Tally;
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
}
