export { LoadFailed, Loading } from './Loading';
