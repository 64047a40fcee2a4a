export { Screen, ScreenHead, type ScreenHeadProps, type ScreenProps } from './Screen';
