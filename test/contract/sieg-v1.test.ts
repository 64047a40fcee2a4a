import { siegContract } from './sieg.contract';

siegContract('v1');
