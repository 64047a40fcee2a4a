/** Statements whose plan is as it is for a reason, by file and method. */
export const ALLOWED: Readonly<Record<string, string>> = {
  'history.ts journal': 'the lists hold the events and deliveries of one document, found by it',
  'audits.ts differences':
    'the lists hold the findings of one audit, found by it; two audits are compared when a person asks',
  'audits.ts onlyIn': 'likewise',
  'outbox.ts countDelivered': 'of all months: asked once, by a scrub that then reads every one of these files',
  'recoveries.ts recentSpeed': 'from the newest row on, and no further than 5,000',
  'stale-file-debts.ts noteDeaths': 'the automatic index is on the runs, of which there is one a day',
  'legacy.ts #note': 'a foreign key that is looked after only when the number of a file changes, which it never does',
  'legacy.ts figures': 'what a dry run of the import would bring: asked once, after reading the whole archive',
  'audit-reads.ts filedFiles': 'an audit begins by counting what it is going to read file by file; by an index alone',
  'audit-reads.ts promised': 'what all months promise, once in an audit of all of them',
  'audit-reads.ts gapsOf': 'the automatic index is on the numbers of one issuer, which fit in memory',
  'audit-findings.ts addCancelledLive': 'an audit of everything looks at every cancellation',
  'audit-findings.ts addLiveCancelled': 'likewise',
  'audit-findings.ts addClaimedGhosts': 'an audit of everything looks at every claim of the system before this one',
  'audit-findings.ts addSilentCompanies':
    'an audit compares each month with the one before; the automatic indexes are on companies by month',
  'growth.ts rows': 'how much there is of everything: counted in the thread that reads, when a person asks',
  'growth.ts forget': 'the looks at the folders, at most 100,000 of each, from the oldest on, once a night',
  'disk-files.ts knowsAny': 'the first row ends it',
};

/** Call sites that no method leads to, with the reason why that does not matter. */
export const REACHED_OTHERWISE: Readonly<Record<string, string>> = {
  'month-snapshot.ts open': 'counts the companies, to begin its transaction',
  'online-copy.ts copyFacts': 'counts the rows of a copy, in a thread beside the work',
  'open.ts migrate': 'reads the version of the file',
};
