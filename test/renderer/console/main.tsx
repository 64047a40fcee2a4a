import { createServices, mount } from '../../../src/renderer/app/mount';
import { createBridgeDouble } from '../../../src/shared/ipc/double';
import { NOW, SCENES } from './scenes';

/** Mounts the console on the contract's double: `?scene=running` says which moment. */
const name = new URLSearchParams(window.location.search).get('scene') ?? 'running';
const scene = SCENES[name]?.();
const root = document.getElementById('root');
if (scene === undefined || root === null) throw new Error(`there is no scene "${name}"`);

const double = createBridgeDouble({
  ...scene.options,
  engine: { snapshot: () => scene.state, ...scene.options?.engine },
});
const services = createServices(double.bridge, () => NOW);
services.ui.setState(scene.ui ?? {});
Object.assign(window, { sceneNames: Object.keys(SCENES), malote: double.bridge, double, services });
mount(root, services);
const { engine, look } = scene;
if (look !== undefined)
  setTimeout(() => {
    const element = document.querySelector(look);
    if (element instanceof HTMLDetailsElement) element.open = true;
    element?.scrollIntoView({ block: 'center' });
  }, 250);
if (engine !== undefined) setTimeout(() => double.emit('engineStatus', engine), 100);
