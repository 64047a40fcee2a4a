import { legacyFileMessages } from '../../../shared/messages/pt-BR/legacy-import';
import { asciiUpper, findAccessKeys, hasValidCheckDigit, type TaxId } from '../../domain';
import type { LegacyClaim, LegacyClaimName } from '../../ledger';
import { TooDeep, walkJson } from './json-walk';
import { badKeysProblem, instantOf, keyFacts, parseJson, taxIdNamed } from './texts';

export interface TransactionReading {
  readonly claims: readonly LegacyClaim[];
  readonly problem: string | null;
}

const CANCELLATION = /_CANC/i;
const OPERATIONS = /^(operations?|operacoes|operações|ops)$/i;
const TARGET = /target|dest|alvo|(^|_)to(_|$)/i;
const TIME = /time|date|data|_at$|conclu|complet/i;
const TAX_ID = /cnpj|cpf|tax/i;
const STATUS = /^(status|state|result|resultado|situacao)$/i;
/** An operation that says of itself that it failed proves no delivery, although its file lies among the completed ones. */
const FAILED = /^(fail|failed|failure|error|erro|falha|falhou|rolled_?back|rollback|aborted)$/i;

function failed(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).some(
    ([name, word]) =>
      (STATUS.test(name) && typeof word === 'string' && FAILED.test(word)) || (name === 'success' && word === false),
  );
}

/** `batch_{CNPJ}_{TIMESTAMP}.json` */
function fromName(name: string): { readonly taxId: TaxId | null; readonly at: string | null } {
  const parts = /^[^_]*_([0-9A-Z]{11,14})_(.+)\.json$/i.exec(name);
  return { taxId: taxIdNamed(parts?.[1] ?? ''), at: instantOf(parts?.[2] ?? '') };
}

/**
 * Reads a completed transaction: each access key anywhere in its operations (in the whole file, when it names none so) is evidence
 * that the document was handed over; a `_CANC` file, that its cancellation was. Shapes vary, so all of the JSON is walked.
 * @param modifiedMs when the file was written: the time of the transaction, when it names none.
 */
export function readTransaction(bytes: Uint8Array, name: string, modifiedMs: number): TransactionReading {
  try {
    const root = parseJson(bytes);
    if (typeof root !== 'object' || root === null) return { claims: [], problem: legacyFileMessages.noTransaction };
    const keys = new TransactionKeys(!hasOperations(root));
    if (!failed(root)) walkJson(root, false, keys);
    const named = fromName(name);
    const at = keys.at ?? named.at ?? new Date(modifiedMs).toISOString();
    return { claims: keys.claims(named.taxId, at), problem: badKeysProblem(keys.badKeys) };
  } catch (error) {
    if (error instanceof TooDeep) return { claims: [], problem: legacyFileMessages.tooDeep.transaction };
    if (error instanceof SyntaxError || error instanceof RangeError)
      return { claims: [], problem: legacyFileMessages.notWhole };
    throw error;
  }
}

/** Looks two levels deep: the list of operations stands at the top or in an envelope. */
function hasOperations(root: object): boolean {
  const names = (value: unknown): string[] => (typeof value === 'object' && value !== null ? Object.keys(value) : []);
  return [root, ...(Object.values(root) as unknown[])].some((value) =>
    names(value).some((name) => OPERATIONS.test(name)),
  );
}

class TransactionKeys {
  readonly badKeys = new Set<string>();
  readonly #found = new Map<
    string,
    { readonly identity: string; readonly claim: LegacyClaimName; target: string | null }
  >();
  #taxId: TaxId | null = null;
  #at: string | null = null;

  /** @param everywhere keys count wherever they stand, not only below `operations`. */
  constructor(private readonly everywhere: boolean) {}

  get at(): string | null {
    return this.#at;
  }

  /** The context: whether this stands in an operation. */
  enter(name: string, value: unknown, inside: boolean): boolean | null {
    if (failed(value)) return null;
    const counts = inside || this.everywhere || OPERATIONS.test(name);
    if (counts) this.#take(name, '');
    return inside || OPERATIONS.test(name);
  }

  leaf(value: string | number | boolean | null, name: string, inside: boolean): void {
    if (typeof value === 'string' && (inside || this.everywhere)) this.#take(value, name);
    if (typeof value !== 'string' && typeof value !== 'number') return;
    if (TIME.test(name)) this.#at = instantOf(value) ?? this.#at;
    if (TAX_ID.test(name)) this.#taxId ??= taxIdNamed(String(value));
  }

  claims(taxId: TaxId | null, at: string): LegacyClaim[] {
    return [...this.#found.values()].map(({ identity, claim, target }) => ({
      identity,
      claim,
      target,
      at,
      taxId: taxId ?? this.#taxId,
      ...keyFacts(identity),
    }));
  }

  #take(text: string, name: string): void {
    if (text.length < 44) return;
    for (const identity of findAccessKeys(text)) {
      if (!hasValidCheckDigit(identity)) {
        this.badKeys.add(identity);
        continue;
      }
      const claim = CANCELLATION.test(text.slice(asciiUpper(text).indexOf(identity) + 44))
        ? 'cancellation-handed-over'
        : 'handed-over';
      const target = TARGET.test(name) && /[\\/]/.test(text) ? text : null;
      const before = this.#found.get(`${claim} ${identity}`);
      if (before === undefined) this.#found.set(`${claim} ${identity}`, { identity, claim, target });
      else before.target ??= target;
    }
  }
}
