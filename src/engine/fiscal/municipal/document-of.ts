import { municipalNfseIdentity } from '../../domain';
import { commonFindings } from '../consistency';
import type { Finding, FiscalDocument, MunicipalFacts } from '../types';
import type { Draft } from './draft';
import { municipalityOf, type Municipality } from './place';
import { centsFrom, dayFrom, monthFrom } from './values';

function cents(value: string | bigint | null | undefined): bigint | null {
  return typeof value === 'bigint' ? value : centsFrom(value ?? null);
}

/** A note states a number, an issue date, and its issuer or its value. */
export function isNote(draft: Draft): boolean {
  return (
    draft.number !== null && dayFrom(draft.issued) !== null && (draft.issuer !== null || cents(draft.value) !== null)
  );
}

function identityOf(draft: Draft, municipality: Municipality, number: string): string {
  return municipalNfseIdentity({
    municipality: municipality.code,
    hint: municipality.hint,
    registration: draft.registration ?? null,
    issuer: draft.issuer,
    number,
    verification: draft.verification,
  });
}

function factsOf(draft: Draft, municipality: Municipality): MunicipalFacts {
  const { layout, verification, taker } = draft;
  return {
    layout,
    municipality: municipality.code,
    municipalityFrom: municipality.from,
    hint: municipality.hint,
    registration: draft.registration ?? null,
    verification,
    taker,
    competence: draft.competence ?? null,
    competenceMonth: monthFrom(draft.competence ?? null),
    netCents: cents(draft.net),
    issWithheld: draft.issWithheld ?? null,
    cancelled: draft.cancelled ?? null,
    replacedBy: draft.replacedBy ?? null,
    replacesNumber: draft.replaces ?? null,
    rpsNumber: draft.rpsNumber ?? null,
    rpsSeries: draft.rpsSeries ?? null,
  };
}

function partiesOf({ issuer, taker, intermediary }: Draft): FiscalDocument['parties'] {
  const parties = [
    ...[
      { role: 'issuer' as const, taxId: issuer },
      { role: 'provider' as const, taxId: issuer },
    ],
    ...[
      { role: 'taker' as const, taxId: taker },
      { role: 'intermediary' as const, taxId: intermediary ?? null },
    ],
  ];
  return parties.flatMap(({ role, taxId }) => (taxId === null ? [] : [{ role, taxId }]));
}

/** Amounts are written in many forms here; that is no finding. */
function findingsOf(document: Omit<FiscalDocument, 'findings'>): Finding[] {
  return commonFindings(document).filter(({ code }) => code !== 'total-format');
}

/** The document that a note is. @param draft of which `isNote` holds */
export function documentOf(draft: Draft, bytes: Uint8Array): FiscalDocument {
  const municipality = municipalityOf(draft.place);
  const number = draft.number ?? '';
  const issueDay = dayFrom(draft.issued);
  const totalCents = cents(draft.value);
  const document: Omit<FiscalDocument, 'findings'> = {
    type: 'document',
    identity: identityOf(draft, municipality, number),
    accessKey: null,
    kind: 'NFSe',
    model: 'NFSe-mun',
    form: 'processed',
    number,
    series: draft.series ?? null,
    issuedAt: draft.issued,
    issueDay,
    month: issueDay?.slice(0, 7) ?? null,
    operation: null,
    purpose: null,
    parties: partiesOf(draft),
    takerPointer: null,
    totalCents,
    totalText: typeof draft.value === 'string' ? draft.value : (totalCents?.toString() ?? null),
    protocol: null,
    digest: null,
    environment: null,
    replaces: typeof draft.replaces !== 'string' ? null : identityOf(draft, municipality, draft.replaces),
    municipal: factsOf(draft, municipality),
    bytes,
  };
  return { ...document, findings: findingsOf(document) };
}
