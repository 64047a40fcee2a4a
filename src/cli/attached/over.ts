/**
 * An object as another one, but for what is given in its place. Methods of the other one are called on it, whatever private state they have.
 */
export function over<Whole extends object>(base: Whole, own: Partial<Whole>): Whole {
  return new Proxy(base, {
    get: (target, name) => {
      if (Object.hasOwn(own, name)) return Reflect.get(own, name) as unknown;
      const value = Reflect.get(target, name, target) as unknown;
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
