import { wireToClient } from '../../src/engine/shares/agent/host';
import { serveRoot } from '../../src/engine/shares/agent/serve-root';
import { answerMeter } from './support/agent-meter';

/** A share agent that also tells what it has used, and profiles itself, when the bench asks. */
const wire = wireToClient();
wire.onClose(() => {
  process.kill(process.pid, 'SIGKILL');
});
serveRoot({
  ...wire,
  onMessage: (listener) => {
    wire.onMessage((message) => {
      if (!answerMeter(message)) listener(message);
    });
  },
});
