import { serveProcess } from './serve-process';

/** A share agent's process: all input and output on one root. */
serveProcess();
