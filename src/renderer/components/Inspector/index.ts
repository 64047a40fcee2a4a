export { Inspected, InspectedFacts, Inspector } from './Inspector';
