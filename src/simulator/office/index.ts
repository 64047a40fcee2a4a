export { createOffice, type Office, type OfficeOptions } from './office';
export { placeOf, type Place } from './names';
export { asFirstServed } from './municipal';
export type { MunicipalLayout, MunicipalNote, MunicipalOptions, Municipality } from './municipal';
export { hash32, hashFraction, Random } from './random';
export { brasiliaText, startOfDay } from './time';
export type { Expected, SimCompany, SimDocument, SimEvent, SimFile } from './types';
export type { WorkbookOptions } from './workbook';
