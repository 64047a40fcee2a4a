import { siegContract } from './sieg.contract';

siegContract('legacy');
