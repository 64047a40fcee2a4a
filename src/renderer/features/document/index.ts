export { DocumentEvidence } from './DocumentEvidence';
export { EvidenceButton, EvidenceDialog, JournalButton } from './EvidenceDialog';
