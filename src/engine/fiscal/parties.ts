import { asciiUpper, type Party, type PartyRole, type TaxId } from '../domain';
import { child, children, text, type XmlNode } from './tree';

const SHAPE = /^(?:[0-9A-Z]{12}\d{2}|\d{11})$/;

/** The text as a tax id when it has the shape of one. Nothing is padded or guessed: a document says what it says. */
export function taxIdFrom(value: string | null): TaxId | null {
  const id = asciiUpper(value ?? '').replace(/[\s./-]/g, '');
  return SHAPE.test(id) ? id : null;
}

/** CNPJ or CPF of a group; null for a foreigner (idEstrangeiro) and for an empty tag. */
export function taxIdOf(group: XmlNode | null): TaxId | null {
  return taxIdFrom(text(group, 'CNPJ')) ?? taxIdFrom(text(group, 'CPF'));
}

/** The parties in the groups named, in the order given; groups without a tax id are left out. */
export function partiesIn(node: XmlNode, groups: readonly (readonly [PartyRole, ...string[]])[]): Party[] {
  return groups.flatMap(([role, ...path]) => {
    const parent = child(node, ...path.slice(0, -1));
    return children(parent, path.at(-1) ?? '').flatMap((group) => {
      const taxId = taxIdOf(group);
      return taxId === null ? [] : [{ role, taxId }];
    });
  });
}
