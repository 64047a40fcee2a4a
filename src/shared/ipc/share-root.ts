import { z } from 'zod';

/** A configured root: the archive, the import share, the folder of cancellations when it has a place of its own, the workbook's folder. */
export const shareRootSchema = z.enum(['archive', 'import', 'cancelled', 'workbook']);

export type ShareRoot = z.infer<typeof shareRootSchema>;
