import { isObject } from './json';

const SECRET_NAME =
  /^(?:sieg)?(?:api)?key$|apikey|secret|segredo|passw|senha|token|credential|credencia|bearer|authorization|^chave(?:api|sieg|deapi)?$/;

function looksSecret(name: string): boolean {
  return SECRET_NAME.test(name.toLowerCase().replace(/[^a-z]/g, ''));
}

const join = (place: string, name: string): string => (place === '' ? name : `${place}.${name}`);

/** Places of the fields whose name says that they hold a secret (`sieg.apiKey`), at any depth. Values are never looked at. */
export function secretFields(value: unknown, place = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => secretFields(item, join(place, String(index))));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    looksSecret(name) ? [join(place, name)] : secretFields(inner, join(place, name)),
  );
}

/** The texts of the fields that `secretFields` names. */
export function secretValues(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(secretValues);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    looksSecret(name) && typeof inner === 'string' ? [inner] : secretValues(inner),
  );
}

/** The same value without the fields that `secretFields` names. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([name]) => !looksSecret(name));
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutSecrets(inner)]));
}
