export { axiosProxy, environmentProxy, PROXY_LOGIN, proxyFor, type FindProxy } from './proxy';
export { trustThisComputer, type Trust, type TrustRuntime } from './trust';
