export { UnderWay, type UnderWayProps } from './UnderWay';
