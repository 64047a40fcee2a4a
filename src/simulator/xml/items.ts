import type { Random } from '../office';

export interface Item {
  readonly number: string;
  readonly code: string;
  readonly description: string;
  readonly ncm: string;
  readonly quantity: string;
  readonly cents: number;
}

const GOODS: readonly (readonly [description: string, ncm: string])[] = [
  ['PARAFUSO SEXTAVADO 1/4" X 2', '73181500'],
  ['CAFÉ TORRADO E MOÍDO 500 G', '09012100'],
  ['PAPEL SULFITE A4 75 G', '48025610'],
  ['TINTA ACRÍLICA BRANCA 18 L', '32091010'],
  ['CAMISETA DE ALGODÃO & POLIÉSTER', '61091000'],
  ['FARINHA DE TRIGO TIPO 1 25 KG', '11010010'],
  ['CABO FLEXÍVEL 2,5 MM 100 M', '85444900'],
  ['CAIXA DE PAPELÃO ONDULADO', '48191000'],
];

/** One to four invented items that add up to `totalCents`. */
export function itemsFor(random: Random, totalCents: number): Item[] {
  const count = random.integer(1, 4);
  const each = Math.floor(totalCents / count);
  return Array.from({ length: count }, (_, index) => {
    const [description, ncm] = random.pick(GOODS);
    return {
      number: String(index + 1),
      code: random.digits(6),
      description,
      ncm,
      quantity: '1.0000',
      cents: index === 0 ? totalCents - each * (count - 1) : each,
    };
  });
}
