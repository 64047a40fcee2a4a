/** Names of the channels between page and main process. Kept free of imports: the preload script carries it whole. */
export const channels = {
  /** A request of the contract's side `main`. */
  request: (name: string): string => `malote:request:${name}`,
  /** An event of the contract's side `main`. */
  event: (name: string): string => `malote:event:${name}`,
  /** The page is told of a new port to the engine, and given it. */
  enginePort: 'malote:engine-port',
} as const;
