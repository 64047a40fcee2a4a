/** What the rest of the program has to know of something that an audit can find. */
interface AuditCategoryRow {
  /**
   * How a recovery mends it: `deliver` hands over what is held, which the ledger knows alone and costs SIEG no request; `fetch` brings it
   * back by its key; `fetch-unless-held` likewise, unless the document of that key is held and the file is another. Null: it does not.
   */
  readonly recovery: 'deliver' | 'fetch' | 'fetch-unless-held' | null;
  /** What a correction does with its file: put it in its place, or take it into the ledger if it holds one document. Null: nothing. */
  readonly correction: 'refile' | 'adopt' | null;
  /**
   * What it says of the copy that is filed at its path: `gone`: no longer there as it was filed; `gone-if-filed`: likewise, where one is
   * filed there; `moved`: it lies elsewhere. Null: nothing.
   */
  readonly filed: 'gone' | 'gone-if-filed' | 'moved' | null;
  /** The document of its key is on disk after all: who only claims that it was processed says nothing more. */
  readonly isOnDisk: boolean;
  /** Its file is one that can be read, though not filed as it lies there: a copy to bring back from. */
  readonly isCopy: boolean;
  /** May be nothing at all, and are many: shown apart, never counted among what is wrong. */
  readonly isToBeAsked: boolean;
}

const PLAIN = {
  recovery: null,
  correction: null,
  filed: null,
  isOnDisk: false,
  isCopy: false,
  isToBeAsked: false,
} as const satisfies AuditCategoryRow;

/**
 * What an audit can find. Each finding names its key or file. Who finds it stands in `jobs/audit` and `ledger/audit-findings.ts`, when it
 * is none any more in `ledger/audit-sql.ts`, its words in `messages/pt-BR/audit.ts`.
 */
export const AUDIT_CATEGORIES = {
  /** Promised by SIEG (report, count, broken file), not held. */
  missing: { ...PLAIN, recovery: 'fetch' },
  /** Held for a client company, covered by no verified delivery, no transaction of the old system, and not on its way. */
  orphan: { ...PLAIN, recovery: 'deliver' },
  /** Filed according to the ledger, or handed over according to the old system's transactions, and not on disk. */
  ghost: { ...PLAIN, recovery: 'fetch', filed: 'gone' },
  /** An XML on disk that reads well and that the ledger does not know. */
  stray: { ...PLAIN, correction: 'adopt', isOnDisk: true },
  /** On disk under another company, month, kind or direction than its content says, or moved away from where it is filed. */
  misfiled: { ...PLAIN, correction: 'refile', filed: 'moved', isOnDisk: true, isCopy: true },
  /** Its name, or that of a folder, differs in nothing but case from the one that it is filed under. */
  renamed: { ...PLAIN, correction: 'refile', isCopy: true },
  /** Its bytes are not those that were filed, whatever they are. */
  altered: { ...PLAIN, recovery: 'fetch', filed: 'gone', isCopy: true },
  /** An XML on disk that is not filed and cannot be read or is no fiscal document, or a file that does not let itself be read. */
  unreadable: { ...PLAIN, recovery: 'fetch-unless-held', filed: 'gone-if-filed', isOnDisk: true },
  /** One document on disk more often than it is filed. */
  duplicate: { ...PLAIN, isOnDisk: true, isCopy: true },
  /** Other content stands at the delivery's target. */
  conflict: PLAIN,
  /** Handed over as live, cancelled since, and the cancellation has not been handed over. */
  'cancelled-live': { ...PLAIN, recovery: 'deliver' },
  /** A cancellation was handed over for a document that no effective event cancels. */
  'live-cancelled': PLAIN,
  /** The file's name is another key than its content, or key and content contradict each other. */
  'key-mismatch': { ...PLAIN, isOnDisk: true, isCopy: true },
  /** Numbers that an issuer's series leaves out, voided ranges apart. */
  'number-gap': { ...PLAIN, isToBeAsked: true },
  /** No document in a month, where the month before had many. */
  'silent-company': PLAIN,
} as const satisfies Readonly<Record<string, AuditCategoryRow>>;

export type FindingCategory = keyof typeof AUDIT_CATEGORIES;

export const FINDING_CATEGORIES = Object.keys(AUDIT_CATEGORIES) as [FindingCategory, ...FindingCategory[]];

const ROWS: Readonly<Record<FindingCategory, AuditCategoryRow>> = AUDIT_CATEGORIES;

export function auditCategory(category: FindingCategory): AuditCategoryRow {
  return ROWS[category];
}

/** In the order of the table. */
export function categoriesWhere(belongs: (row: AuditCategoryRow) => boolean): readonly FindingCategory[] {
  return FINDING_CATEGORIES.filter((category) => belongs(ROWS[category]));
}

export const TO_BE_ASKED = categoriesWhere(({ isToBeAsked }) => isToBeAsked);

/** What a recovery can mend: hand over (a cancellation too), or bring back. */
export const RECOVERABLE = categoriesWhere(({ recovery }) => recovery !== null);

/** Of these, what the ledger knows alone: one click on the Painel recovers it, and it costs SIEG no request. */
export const ONE_CLICK_CATEGORIES = categoriesWhere(({ recovery }) => recovery === 'deliver');
