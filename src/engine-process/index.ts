/**
 * The door of the engine's process, for a host without a window: who holds a workspace, and how an engine is served to those who attach
 * themselves. The window's process is a program of its own (`entry.ts`).
 */
export { takeSeat, type Attachment, type Holding, type SeatOptions } from './seat';
export { ServedDesktop, ServedEngine, type ServedEngineOptions } from './served-engine';
