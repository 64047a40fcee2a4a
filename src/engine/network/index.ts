/**
 * Which proxy an address is reached through, and whom secure connections trust.
 * This very machine is reached without a proxy. A store of authorities that cannot be read changes nothing; what was trusted stays trusted.
 * It makes no connection by itself.
 */
export { axiosProxy, environmentProxy, PROXY_LOGIN, proxyFor, type FindProxy } from './proxy';
export { trustThisComputer, type Trust, type TrustRuntime } from './trust';
