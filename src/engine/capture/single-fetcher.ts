import { decodeAccessKey, isSiegKind, keyOfIdentity, modelNamed, type DocumentKind, type SiegKind } from '../domain';
import type { MissingDocument } from '../ledger';
import type { RequestRunner } from './request-runner';
import type { CaptureContext } from './context';
import { isSkippable } from './skippable';
import { captureMessages } from '../../shared/messages/pt-BR/capture';

/** Fetches documents one by one, by key: the last resort, for keys that somebody named and no page brought. */
export class SingleFetcher {
  /** Keys asked in this run: a document that SIEG does not give is asked for once. */
  readonly #asked = new Set<string>();

  constructor(
    private readonly context: CaptureContext,
    private readonly runner: RequestRunner,
  ) {}

  /** Sound copies of the documents whose files came broken. */
  async fetchBroken(): Promise<void> {
    const missing = this.context.ledger.expectations.missing(this.context.month);
    await this.fetch(missing.filter(({ sources }) => sources.split(',').includes('broken-file')));
  }

  /** One request each, in order; a failure is noted on the key and the rest goes on, except where every call would fail. */
  async fetch(missing: readonly MissingDocument[]): Promise<void> {
    const wanted = missing.filter(({ identity }) => !this.#asked.has(identity));
    for (const [index, document] of wanted.entries()) {
      this.context.observer.foresee('document', wanted.length - index);
      this.#asked.add(document.identity);
      await this.#fetchOne(document);
    }
    this.context.observer.foresee('document', 0);
  }

  async #fetchOne(document: MissingDocument): Promise<void> {
    const { ledger, api } = this.context;
    const key = keyOfIdentity(document.identity);
    if (key === null) {
      ledger.expectations.noteAnswer(document.identity, captureMessages.noKey);
      return;
    }
    const kind = kindOf(document.identity, document.kind);
    try {
      const { value: files, requestId } = await this.runner.ask({
        operation: 'document',
        kind,
        query: { key },
        settledByCaller: true,
        call: (signal) => api.document({ kind, key, events: true }, signal),
      });
      if (files.length === 0) {
        ledger.transaction(() => {
          ledger.requests.end(requestId, { outcome: 'nothing', files: 0 });
          ledger.expectations.noteAnswer(document.identity, captureMessages.notAtSieg);
        });
        return;
      }
      await this.#take(document, files, { kind, requestId });
    } catch (error) {
      if (!isSkippable(error)) throw error;
      ledger.expectations.noteAnswer(document.identity, error.message);
    }
  }

  async #take(
    document: MissingDocument,
    files: Awaited<ReturnType<CaptureContext['api']['document']>>,
    { kind, requestId }: { readonly kind: SiegKind; readonly requestId: number },
  ): Promise<void> {
    const { intake, ledger, month, signal, observer } = this.context;
    const siegDays = { rule: 'own' as const };
    const batch = { files, source: 'single' as const, requestId, month, siegDays, handedOutAs: kind };
    const result = await intake.accept(batch, signal, (taken) => {
      const { identities, novelDocuments: novel } = taken;
      ledger.requests.end(requestId, { outcome: 'answered', files: files.length, documents: identities.length, novel });
      if (!identities.includes(document.identity))
        ledger.expectations.noteAnswer(document.identity, captureMessages.otherCame);
    });
    observer.companiesTouched(result.companyIds);
  }
}

/** The key itself says which kind to ask for; the witness that named it may not know. */
export function kindOf(identity: string, named: DocumentKind | null): SiegKind {
  if (identity.startsWith('NFS')) return 'NFSe';
  const model = decodeAccessKey(identity)?.model;
  const byKey = model === undefined ? undefined : modelNamed(model)?.kind;
  if (byKey !== undefined && isSiegKind(byKey)) return byKey;
  return named !== null && isSiegKind(named) ? named : 'NFe';
}
