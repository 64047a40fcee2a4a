export { Inspected, InspectedFacts, Inspector, useFocusBack } from './Inspector';
