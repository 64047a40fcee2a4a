import { ptBR } from '../../shared/messages/pt-BR/screens';

/** The shape that every language fills: texts, and functions where a text needs a value. */
export type Dictionary = typeof ptBR;

export type SettingsPart = keyof Dictionary['settings']['sections'];

/** The words of the interface. What the engine says (errors, journal, notices) comes in Portuguese from `src/shared`. */
export const t: Dictionary = ptBR;
