import { documentPath, NO_COMPANY_FOLDER } from '../../archive';
import type { Direction, DocumentKind } from '../../domain';
import type { Finding } from '../../fiscal';
import type { AuditReader, AuditRepository, FileFacts, NewFinding } from '../../ledger';
import { toStored } from '../../shares';
import { belongsOf, keyContradictions, type Content, type Problem } from './content';
import {
  contradictions,
  identityInName,
  namesAnother,
  placeOf,
  type Clients,
  type Difference,
  type Place,
} from './place';

/** A file of the archive once all that must be known of it is known. */
export interface KnownDiskFile {
  readonly stored: string;
  readonly size: number;
  readonly sha256: string | null;
  readonly content: Content | null;
  readonly problem: Problem | null;
  readonly facts: FileFacts;
}

export interface ClassifierOptions {
  readonly auditId: number;
  readonly audits: AuditRepository;
  readonly reads: AuditReader;
  readonly clients: Clients;
}

/**
 * Says of each file what is wrong with it: at most one thing, the gravest. unreadable, altered, key-mismatch, misfiled, duplicate,
 * stray, in this order. Looks at the findings made before, so that it must run in the transaction that adds them. A file of a held
 * document that is not filed where it lies is called a duplicate for now, `loose`: whether it has only been moved is known once
 * everything has been seen (`settleLoose`).
 */
export class Classifier {
  constructor(private readonly options: ClassifierOptions) {}

  finding(file: KnownDiskFile): NewFinding | null {
    return isFiled(file.facts) ? this.#ofFiled(file) : this.#ofUnknown(file);
  }

  #ofFiled(file: KnownDiskFile): NewFinding | null {
    const { facts, stored } = file;
    const said = { identity: facts.identity, companyId: facts.companyId, kind: facts.kind, month: facts.month };
    if (file.sha256 !== facts.sha256) return this.#altered(file, said);
    if (this.#isWhereItBelongs(facts, stored)) return null;
    const odd = facts.odd === null ? [] : keyContradictions(JSON.parse(facts.odd) as Finding[]);
    const named = facts.documentIdentity === null ? null : namesAnother(stored, facts.documentIdentity);
    if (named !== null) return made(file, 'key-mismatch', said, { named, contains: facts.documentIdentity });
    if (odd.length > 0) return made(file, 'key-mismatch', said, { messages: odd });
    const differs = this.#differencesOfFiled(facts, stored);
    if (differs.length === 0) return null;
    return made(file, 'misfiled', said, { differs, expected: this.#expectedOfFiled(facts, stored), filed: true });
  }

  /** Other bytes than those that were filed, whatever they are; one that does not let itself be read says nothing of its bytes. */
  #altered(file: KnownDiskFile, said: Said): NewFinding {
    const { facts, sha256, problem, content } = file;
    if (sha256 === null) return made(file, 'unreadable', said, { ...problem });
    const holds = content !== null && 'identity' in content && content.identity !== facts.identity;
    return made(file, 'altered', said, {
      expected: facts.sha256,
      found: sha256,
      ...(problem === null ? {} : { problem: problem.code, reason: problem.reason }),
      ...(holds ? { contains: content.identity } : {}),
    });
  }

  /** The usual case, without taking the path apart. */
  #isWhereItBelongs(facts: FileFacts, stored: string): boolean {
    const { month, kind, direction, identity, companyId } = facts;
    if (facts.filingId === null || facts.odd !== null || month === null) return false;
    const folder = companyId === null ? NO_COMPANY_FOLDER : this.options.clients.byId(companyId)?.folder;
    const below = direction === 'inbound' ? 'Entrada/' : direction === 'outbound' ? 'Saída/' : '';
    return (
      stored === `${month.slice(0, 4)}/${folder ?? ''}/${month.slice(5)}/${kind ?? ''}/${below}${identity ?? ''}.xml`
    );
  }

  #differencesOfFiled({ companyId, direction, month, kind }: FileFacts, stored: string): Difference[] {
    const place = placeOf(stored);
    if (place === null || kind === null) return [];
    const companies = [{ companyId, direction: direction as Direction | null }];
    return contradictions(place, { companies, month, kind }, this.options.clients);
  }

  #expectedOfFiled(
    { filingId, companyId, identity, kind, month, direction }: FileFacts,
    stored: string,
  ): string | null {
    if (identity === null || kind === null || month === null) return null;
    const company = companyId === null ? null : this.options.clients.folderOf(companyId);
    if (filingId === null) return relocated(stored, company ?? NO_COMPANY_FOLDER, month, kind);
    const path = documentPath(company, month, kind as DocumentKind, direction as Direction, identity);
    return toStored(path) === stored ? null : toStored(path);
  }

  #ofUnknown(file: KnownDiskFile): NewFinding | null {
    const { content, problem, stored } = file;
    const place = placeOf(stored);
    const here = { companyId: this.#hostOf(place), month: place?.month ?? null };
    if (content === null) {
      const kind = place?.kind ?? null;
      const identity = identityInName(stored);
      const held = identity !== null && this.options.reads.held(identity) !== undefined;
      return made(file, 'unreadable', { ...here, identity, kind }, { ...problem, ...(held ? { held } : {}) });
    }
    if (content.type === 'voided-range' || content.type === 'summary') return this.#ofOther(file, content, here);
    if (content.type === 'several') return this.#ofSeveral(file, content, here);
    return this.#ofDocument(file, content, place);
  }

  #ofDocument(
    file: KnownDiskFile,
    content: Extract<Content, { type: 'document' | 'event' }>,
    place: Place | null,
  ): NewFinding | null {
    const { stored, sha256 } = file;
    const { identity, kind } = content;
    const own = content.type === 'event' ? content.documentIdentity : identity;
    const belongs = belongsOf(content, this.options.clients);
    const companyId = belongs?.companies?.[0]?.companyId ?? this.#hostOf(place);
    const said = { identity, companyId, kind, month: content.month ?? place?.month ?? null };
    const named = namesAnother(stored, own);
    const held = this.options.reads.held(identity);
    const loose = held === undefined ? {} : { loose: true, sha256 };
    if (named !== null) return made(file, 'key-mismatch', said, { named, contains: own, ...loose });
    if (held !== undefined) {
      return made(file, 'duplicate', said, { of: held.path, same: held.sha256 === sha256, ...loose });
    }
    if (content.type === 'document' && content.odd.length > 0) {
      return made(file, 'key-mismatch', said, { messages: content.odd });
    }
    const differs = place === null || belongs === null ? [] : contradictions(place, belongs, this.options.clients);
    if (differs.length > 0) {
      return made(file, 'misfiled', said, { differs, expected: this.#expected(content, stored), sha256, filed: false });
    }
    const [stray] = this.options.audits.of(this.options.auditId, identity, ['stray']);
    if (stray !== undefined)
      return made(file, 'duplicate', said, { of: stray.path, same: stray.detail['sha256'] === sha256 });
    return made(file, 'stray', said, { holds: content.type, expected: this.#expected(content, stored), sha256 });
  }

  /** Where it would have been filed, for the first company that it concerns. */
  #expected(content: Extract<Content, { type: 'document' | 'event' }>, stored: string): string | null {
    const { kind, month, identity } = content;
    if (month === null) return null;
    // whom an event concerns stands in its document: it stays in the company's folder that it lies in
    if (content.type === 'event') return relocated(stored, placeOf(stored)?.folder ?? NO_COMPANY_FOLDER, month, kind);
    const first = belongsOf(content, this.options.clients)?.companies?.[0];
    if (first === undefined) return null;
    const folder = first.companyId === null ? null : this.options.clients.folderOf(first.companyId);
    return toStored(documentPath(folder, month, kind, first.direction ?? 'unknown', identity));
  }

  #ofOther(
    file: KnownDiskFile,
    content: Extract<Content, { type: 'summary' | 'voided-range' }>,
    here: { readonly companyId: number | null; readonly month: string | null },
  ): NewFinding | null {
    if (file.sha256 !== null && this.options.reads.isKept(file.sha256)) return null;
    const identity = content.type === 'summary' ? content.identity : null;
    return made(file, 'stray', { ...here, identity, kind: content.kind }, { holds: content.type, sha256: file.sha256 });
  }

  #ofSeveral(
    file: KnownDiskFile,
    { identities, kind }: Extract<Content, { type: 'several' }>,
    here: { readonly companyId: number | null; readonly month: string | null },
  ): NewFinding | null {
    if (file.sha256 !== null && this.options.reads.isKept(file.sha256)) return null;
    const unheld = identities.find((identity) => this.options.reads.held(identity) === undefined);
    const identity = unheld ?? identities[0] ?? null;
    if (unheld !== undefined) return made(file, 'stray', { ...here, identity, kind }, { holds: 'several', identities });
    return made(file, 'duplicate', { ...here, identity, kind }, { of: null, same: true, identities });
  }

  #hostOf(place: Place | null): number | null {
    return place === null ? null : (this.options.clients.inFolder(place.folder)?.id ?? null);
  }
}

/** The same place in the folders of another company, month or kind: an event keeps its own name and whatever folders lie between. */
function relocated(stored: string, company: string, month: string, kind: string): string | null {
  const place = placeOf(stored);
  if (place === null || place.kind === null) return null;
  const [, , , ...rest] = stored.split('/');
  const below = place.previous ? [rest[0], kind, ...rest.slice(2)] : [kind, ...rest.slice(1)];
  return [month.slice(0, 4), company, month.slice(5), ...below].join('/');
}

export function isFiled({ filingId, eventFilingId }: FileFacts): boolean {
  return filingId !== null || eventFilingId !== null;
}

type Said = Pick<NewFinding, 'identity' | 'companyId' | 'kind' | 'month'>;

function made(
  { stored, size }: KnownDiskFile,
  category: NewFinding['category'],
  said: Said,
  detail: NewFinding['detail'],
): NewFinding {
  return { category, ...said, root: 'archive', path: stored, size, detail };
}
