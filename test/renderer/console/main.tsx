import { createServices, mount } from '../../../src/renderer/app/mount';
import { createBridgeDouble } from '../../../src/shared/ipc/double';
import { NOW, SCENES } from './fixtures';

/** Mounts the console on the contract's double: `?scene=running` says which moment. */
const name = new URLSearchParams(window.location.search).get('scene') ?? 'running';
const fixture = SCENES[name]?.();
const root = document.getElementById('root');
if (fixture === undefined || root === null) throw new Error(`there is no scene "${name}"`);

const double = createBridgeDouble({
  ...fixture.options,
  engine: { snapshot: () => fixture.state, ...fixture.options?.engine },
});
const services = createServices(double.bridge, () => NOW);
services.ui.setState(fixture.ui ?? {});
Object.assign(window, { fixtureNames: Object.keys(SCENES), malote: double.bridge, double, services });
mount(root, services);
const { engine, look } = fixture;
if (look !== undefined)
  setTimeout(() => {
    const element = document.querySelector(look);
    if (element instanceof HTMLDetailsElement) element.open = true;
    element?.scrollIntoView({ block: 'center' });
  }, 250);
if (engine !== undefined) setTimeout(() => double.emit('engineStatus', engine), 100);
