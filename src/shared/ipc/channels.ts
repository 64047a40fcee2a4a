/** Names of the channels between page and main process. Kept free of imports: the preload script carries it whole. */
export const channels = {
  runtimeProbe: 'engine:runtime-probe',
} as const;
