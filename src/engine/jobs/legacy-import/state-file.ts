import { legacyFileMessages } from '../../../shared/messages/pt-BR/legacy-import';
import { findAccessKeys, hasValidCheckDigit, type DocumentKind, type Month, type TaxId } from '../../domain';
import type { LegacyClaim } from '../../ledger';
import { TooDeep, walkJson } from './json-walk';
import { badKeysProblem, keyFacts, kindNamed, monthNamed, parseJson, taxIdNamed } from './texts';

export interface StateReading {
  readonly claims: readonly LegacyClaim[];
  readonly problem: string | null;
}

interface Context {
  readonly taxId: TaxId | null;
  readonly month: Month | null;
  readonly kind: DocumentKind | null;
  /** Below a list of processed keys. */
  readonly processed: boolean;
}

const PROCESSED = /^processed(_xml)?_keys$/;
/** Where no processed key stands, whatever else does. */
const ASIDE = /^(xml_)?skip_counts$|^report_|^failed_/;
const OF_A_STATE = /^(processed_xml_keys|processed_keys|xml_skip_counts|companies|schema_version)$/;

/**
 * Reads a state.json of the old system in any of its three shapes: v2 (`processed_xml_keys.{cnpj}.{MM-YYYY}.{kind}`), the one of
 * the incident (`companies.{cnpj}.{kind}.processed_keys`) and the flat one with `YYYY-MM`. What stands in it is a claim, never proof.
 * @param month of the folder in which it lies.
 */
export function readState(bytes: Uint8Array, month: Month | null): StateReading {
  try {
    return readParsed(parseJson(bytes), month);
  } catch (error) {
    if (error instanceof TooDeep) return { claims: [], problem: legacyFileMessages.tooDeep.state };
    if (error instanceof SyntaxError || error instanceof RangeError)
      return { claims: [], problem: legacyFileMessages.notWhole };
    throw error;
  }
}

function readParsed(root: unknown, month: Month | null): StateReading {
  if (
    typeof root !== 'object' ||
    root === null ||
    Array.isArray(root) ||
    !Object.keys(root).some((name) => OF_A_STATE.test(name))
  )
    return { claims: [], problem: legacyFileMessages.noState };
  const collected = new StateKeys();
  const named = (root as Record<string, unknown>)['month_key'];
  const ofFile = (typeof named === 'string' ? monthNamed(named) : null) ?? month;
  walkJson<Context>(root, { taxId: null, month: ofFile, kind: null, processed: false }, collected);
  return collected;
}

class StateKeys implements StateReading {
  readonly #claims = new Map<string, LegacyClaim>();
  readonly #badKeys = new Set<string>();
  #strange = 0;

  get claims(): readonly LegacyClaim[] {
    return [...this.#claims.values()];
  }

  get problem(): string | null {
    const strange = this.#strange === 0 ? null : legacyFileMessages.noKeys(this.#strange);
    const parts = [strange, badKeysProblem(this.#badKeys)].filter((part) => part !== null);
    return parts.length === 0 ? null : parts.join(' ');
  }

  enter(name: string, value: unknown, context: Context): Context | null {
    if (context.processed) {
      const hasKey = this.#take(name, context);
      return hasKey ? null : this.#known(name, context);
    }
    if (ASIDE.test(name)) return null;
    if (!PROCESSED.test(name)) return this.#known(name, context);
    if (typeof value === 'object' && value !== null) return { ...context, processed: true };
    if (value !== null) this.#strange += 1;
    return null;
  }

  leaf(value: string | number | boolean | null, _name: string, context: Context): void {
    if (!context.processed) return;
    if (typeof value !== 'string' || !this.#take(value, context)) this.#strange += 1;
  }

  #known(name: string, context: Context): Context {
    const month = monthNamed(name);
    if (month !== null) return { ...context, month };
    const kind = kindNamed(name);
    if (kind !== null) return { ...context, kind };
    const taxId = taxIdNamed(name);
    return taxId === null ? context : { ...context, taxId };
  }

  /** @returns whether the text holds a key at all. */
  #take(text: string, { taxId, month, kind }: Context): boolean {
    if (text.length < 44) return false;
    const keys = findAccessKeys(text);
    for (const identity of keys) {
      if (!hasValidCheckDigit(identity)) this.#badKeys.add(identity);
      else {
        const facts = keyFacts(identity);
        const claim = { identity, claim: 'processed' as const, taxId, target: null, at: null };
        this.#claims.set(identity, { ...claim, kind: kind ?? facts.kind, month: month ?? facts.month });
      }
    }
    return keys.length > 0;
  }
}
