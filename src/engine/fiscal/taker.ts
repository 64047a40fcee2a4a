import type { TaxId } from '../domain';
import { taxIdOf } from './parties';
import { child, text, type XmlNode } from './tree';

export interface Taker {
  /** As written: "0" sender, "1" shipper, "2" receiver, "3" recipient, "4" other; "toma" for CT-e OS. Null when absent. */
  readonly pointer: string | null;
  /** Null when the group pointed at is absent or has no tax id. */
  readonly taxId: TaxId | null;
}

const GROUPS: Readonly<Record<string, string>> = { '0': 'rem', '1': 'exped', '2': 'receb', '3': 'dest' };
/** In GTV-e (model 64) the pointer has two values. */
const GTV_GROUPS: Readonly<Record<string, string>> = { '0': 'rem', '1': 'dest' };

/** Who pays the freight, in all the ways that the layouts of CT-e say it. */
export function takerOf(inf: XmlNode, model: string): Taker {
  const ide = child(inf, 'ide');
  const other = child(ide, 'toma4') ?? child(ide, 'tomaTerceiro');
  if (other) return { pointer: text(other, 'toma') ?? '4', taxId: taxIdOf(other) };
  const own = child(inf, 'toma');
  if (own) return { pointer: text(own, 'toma') ?? 'toma', taxId: taxIdOf(own) };
  const group = child(ide, 'toma3') ?? child(ide, 'toma03') ?? child(ide, 'toma');
  const pointer = text(group, 'toma') ?? text(ide, 'toma');
  const name = pointer === null ? undefined : (model === '64' ? GTV_GROUPS : GROUPS)[pointer];
  return { pointer, taxId: name === undefined ? null : taxIdOf(child(inf, name)) };
}
