/** Statements as they were when they held the engine up: the plan of each must be refused. */
export const FAULTY: Readonly<Record<string, string>> = {
  'what was delivered since an outage, from the deliveries to the journal': `
    SELECT count(DISTINCT v.id) FROM journal j, json_each(j.detail, '$.deliveries') t JOIN deliveries v ON v.id = t.value
      JOIN destinations n ON n.id = v.destination_id
    WHERE j.at >= ? AND j.action = 'delivery.verified' AND v.state = 'delivered' AND v.id <= ? AND n.name IN (SELECT value FROM json_each(?))`,
  'whether anything is under way, with two of the three open states': `
    SELECT EXISTS (SELECT 1 FROM deliveries v JOIN destinations n ON n.id = v.destination_id
      WHERE v.state IN ('pending', 'copying') AND v.id <= ? AND n.name IN (SELECT value FROM json_each(?)))`,
  'what waits or is in conflict, in one search': `
    SELECT v.id, v.target_path AS targetPath, d.kind, d.identity FROM deliveries v LEFT JOIN documents d ON d.id = v.document_id
    WHERE v.state IN ('pending', 'failed', 'conflict') AND v.destination_id = (SELECT id FROM destinations WHERE name = ?)`,
  'when something is due, with two of the three open states': `
    SELECT min(v.not_before) AS due, sum(v.not_before IS NULL) AS now FROM deliveries v JOIN destinations n ON n.id = v.destination_id
    WHERE v.state IN ('pending', 'failed') AND (? IS NULL OR n.name IN (SELECT value FROM json_each(?)))`,
  'what a dead process was copying': "UPDATE deliveries SET state = 'pending' WHERE state = 'copying'",
  'the companies of a month, each joined to all that it lacks': `
    SELECT c.tax_id AS taxId, coalesce(m.missing, 0) AS missing FROM companies c LEFT JOIN (
      SELECT f.company_id, count(DISTINCT d.id) AS nfe FROM filings f JOIN documents d ON d.id = f.document_id
        LEFT JOIN deliveries v ON v.document_id = d.id WHERE d.month = @month GROUP BY f.company_id) h ON h.company_id = c.id
      LEFT JOIN (SELECT company_id, count(DISTINCT identity) AS missing FROM missing_documents WHERE month = @month
        GROUP BY company_id) m ON m.company_id = c.id
    WHERE c.active = 1 ORDER BY c.folder`,
  'the totals of a month, by a list of all that is covered': `
    SELECT count(*) AS archived, count(*) FILTER (WHERE d.id IN (SELECT document_id FROM covered_documents)) AS delivered
    FROM documents d WHERE d.month = @month`,
  'what of a month is not handed over, by a list of all that is': `
    SELECT count(*) FROM documents d WHERE d.month = ? AND d.form <> 'unread'
      AND d.id NOT IN (SELECT document_id FROM handed_over_documents)`,
  'whether an account serves others, by all that was ever held': `
    SELECT (SELECT count(*) FROM documents) AS held,
      (SELECT count(DISTINCT document_id) FROM filings WHERE company_id IS NOT NULL) AS filed`,
  'SIEG’s last counts, by a list of the last of all': `
    SELECT scope, kind, count, at FROM counts NOT INDEXED WHERE id IN (
      SELECT max(id) FROM counts WHERE filter = 'issue' AND +day_from = ? AND day_to = ? GROUP BY scope, kind)`,
  'the reports of a month, by those of all months':
    'SELECT company_id, kind, rows FROM report_answers WHERE +month = ?',
};
