import type { FiledRow, FindingRow, Ledger, NewFinding } from '../../ledger';
import { sameName, type FileRoot, type Fingerprint, type FingerprintResult } from '../../shares';
import type { DiskPass } from './disk-pass';
import { isBlocked, refusal } from './ghosts';
import { placeOf, type Difference } from './place';

const ROWS_AT_ONCE = 500;

export interface LooseOptions {
  readonly auditId: number;
  readonly ledger: Ledger;
  readonly archive: FileRoot;
  readonly disk: DiskPass;
}

type Filing = ReturnType<Ledger['auditReads']['filingsOf']>[number];

/** A loose file beside those filings of its document that nobody has seen, with what lies there. */
interface Look {
  readonly finding: FindingRow;
  readonly unseen: readonly { readonly filing: Filing; readonly print: Fingerprint | null }[];
}

/**
 * A file of a held document that is not filed where it lies, while one of the document's filings is absent, has been moved away from
 * there: one finding says both. What differs in nothing but case is told apart first, as what was renamed.
 * @throws MaloteError SHARE_*, CANCELLED
 */
export async function settleLoose(options: LooseOptions, signal: AbortSignal): Promise<void> {
  await eachLook(options, signal, (look) => {
    settleNames(look, options);
  });
  await eachLook(options, signal, (look) => {
    settleMove(look, options);
  });
}

async function eachLook(options: LooseOptions, signal: AbortSignal, settle: (look: Look) => void): Promise<void> {
  const { ledger, auditId, archive } = options;
  for (let after = 0; ;) {
    const findings = ledger.audits.loose(auditId, after, ROWS_AT_ONCE);
    const last = findings.at(-1);
    if (last === undefined) return;
    after = last.id;
    const filings = findings.map((finding) => filingsFor(finding, ledger));
    const asked = filings.map((some) => some.filter((filing) => !isSeen(filing, options)));
    const paths = asked.flat().map(({ path }) => path.split('/'));
    const prints: readonly FingerprintResult[] =
      paths.length === 0 ? [] : await archive.fingerprintMany(paths, { signal });
    signal.throwIfAborted();
    let at = 0;
    const looks = findings.map((finding, index): Look => {
      const unseen = (asked[index] ?? []).flatMap((filing) => {
        const print = printOf(prints[at++]);
        return print === undefined ? [] : [{ filing, print }];
      });
      return { finding, unseen };
    });
    ledger.transaction(() => {
      for (const look of looks) settle(look);
    });
  }
}

/** Where the file may have lain: its document's places, and those of events that are the same bytes; of its own name first. */
function filingsFor({ identity, path, detail }: FindingRow, { auditReads }: Ledger): Filing[] {
  const { sha256 } = detail;
  const marks = identity === null || typeof sha256 !== 'string' ? [] : auditReads.marksFiledAs(identity, sha256);
  const filings = [...auditReads.filingsOf(identity ?? ''), ...marks];
  const isNamedAlike = (filing: Filing): boolean => path !== null && sameName(nameOf(filing.path), nameOf(path));
  return [...filings.filter(isNamedAlike), ...filings.filter((filing) => !isNamedAlike(filing))];
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Null: no file lies there; undefined: that one file does not let itself be looked at. @throws what concerns the whole root */
function printOf(result: FingerprintResult | undefined): Fingerprint | null | undefined {
  if (result?.ok === false) return isBlocked(refusal(result.error, result.begun)) ? null : undefined;
  return result?.value;
}

/** One that an earlier file of the same document has accounted for meanwhile is seen too. */
function isSeen({ of, id }: Filing, { disk }: LooseOptions): boolean {
  return (of === 'documents' ? disk.filings : disk.eventFilings).has(id);
}

function account({ of, id }: Filing, { disk }: LooseOptions): void {
  (of === 'documents' ? disk.filings : disk.eventFilings).add(id);
}

/** On a root that knows no difference of case the file lies where it is filed, and the listing only spells its name otherwise. */
function settleNames({ finding, unseen }: Look, options: LooseOptions): void {
  const { path } = finding;
  const own = unseen.find(({ filing }) => !isSeen(filing, options) && path !== null && sameName(filing.path, path));
  if (own === undefined) return;
  const { filing, print } = own;
  if (print !== null) {
    // the filing is judged with what else lies outside of the listing
    options.ledger.audits.restate(finding.id, null);
    return;
  }
  if (filing.sha256 !== finding.detail['sha256']) return;
  account(filing, options);
  restate(finding, filing, { category: 'renamed', detail: { expected: filing.path } }, options);
}

function settleMove({ finding, unseen }: Look, options: LooseOptions): void {
  const from = unseen.find(
    ({ filing, print }) => print === null && filing.sha256 === finding.detail['sha256'] && !isSeen(filing, options),
  );
  if (from === undefined) return;
  const { filing } = from;
  account(filing, options);
  const differs = differencesOf(finding.path ?? '', filing.path);
  restate(finding, filing, { category: 'misfiled', detail: { differs, expected: filing.path, moved: true } }, options);
}

function restate(
  { id, path, size, detail }: FindingRow,
  { identity, companyId, kind, month }: FiledRow,
  { category, detail: more }: Pick<NewFinding, 'category' | 'detail'>,
  { ledger }: LooseOptions,
): void {
  ledger.audits.restate(id, {
    category,
    identity,
    companyId,
    kind,
    month,
    root: 'archive',
    path,
    size,
    detail: { ...more, sha256: detail['sha256'] },
  });
}

/** In what the folder where it lies is another one than that where it is filed. */
function differencesOf(lies: string, filed: string): Difference[] {
  const [one, other] = [placeOf(lies), placeOf(filed)];
  if (one === null || other === null) return [];
  const same: Readonly<Record<Difference, boolean>> = {
    company: sameName(one.folder, other.folder),
    month: one.month === other.month,
    kind: sameName(one.kind ?? '', other.kind ?? ''),
    direction: one.direction === other.direction,
  };
  return (['company', 'month', 'kind', 'direction'] as const).filter((difference) => !same[difference]);
}
