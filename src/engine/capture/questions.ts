import type { MaloteError } from '../../shared/errors';
import type { QuestionRef } from '../ledger';
import type { CaptureContext } from './context';
import { captureMessages } from '../../shared/messages/pt-BR/capture';

/** Keeps on record what SIEG did not answer in spite of all patience, and that it has answered since. */
export class Questions {
  constructor(private readonly context: CaptureContext) {}

  /** @param subject how people name what was asked, when it is not the account: the company's folder */
  leaveOpen(ref: Omit<QuestionRef, 'month'>, error: MaloteError, subject: string | null = null): void {
    const { ledger, runId, month, observer } = this.context;
    ledger.questions.leftOpen(runId, { ...ref, month }, { code: error.code, reason: error.message });
    observer.unanswered(questionText({ ...ref, folder: subject }), error);
  }

  answered(ref: Omit<QuestionRef, 'month'>): void {
    const { ledger, runId, month } = this.context;
    ledger.questions.answered(runId, { ...ref, month });
  }
}

/** A question in the operator's words. */
export function questionText(
  question: Omit<QuestionRef, 'month' | 'companyId' | 'filter' | 'eventType'> & { readonly folder: string | null },
): string {
  const { operation, kind, scope, folder, from, to } = question;
  const of = folder ?? (scope === 'account' ? null : scope);
  switch (operation) {
    case 'report':
      return captureMessages.report(String(kind), of ?? scope);
    case 'events':
      return captureMessages.cancellations(String(kind), from, to);
    case 'count':
      return captureMessages.count(kind, of, from, to);
    case 'page':
      return captureMessages.pages(String(kind), of, from, to);
  }
}
