import type { AuditFigures } from '../../../shared/ipc/audit';

/** The figures of an audit while they grow. */
export type Figures = { -readonly [Name in keyof AuditFigures]: number };

export function noFigures(): Figures {
  return {
    files: 0,
    bytes: 0,
    read: 0,
    bytesRead: 0,
    unchanged: 0,
    other: 0,
    promised: 0,
    ledger: 0,
    disk: 0,
    handedOver: 0,
    handedOverBefore: 0,
    waiting: 0,
    seconds: 0,
  };
}
