import { createServices, mount } from './mount';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no #root');
mount(root, createServices(window.malote));
