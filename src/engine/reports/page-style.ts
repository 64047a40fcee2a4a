/** For a screen and for A4: dark text on white, one accent, no picture, nothing from outside. */
export const PAGE_STYLE = `
:root { --ink: #1c2733; --soft: #5b6875; --line: #d5dbe1; --band: #f3f5f7; --accent: #1f4e79; --alert: #8a2b0e; }
* { box-sizing: border-box; }
html { background: #e9edf0; }
body { margin: 0 auto; max-width: 210mm; padding: 16mm 15mm; background: #fff; color: var(--ink);
  font: 10pt/1.45 "Segoe UI", "Helvetica Neue", Arial, "Liberation Sans", sans-serif; }
header { border-bottom: 2px solid var(--accent); padding-bottom: 4mm; margin-bottom: 6mm; }
header p { margin: 0; color: var(--soft); }
h1 { margin: 0 0 1mm; font-size: 19pt; font-weight: 600; line-height: 1.2; color: var(--accent); }
h2 { margin: 9mm 0 2mm; font-size: 12.5pt; font-weight: 600; color: var(--accent); break-after: avoid; }
p { margin: 0 0 2.5mm; }
.soft { color: var(--soft); }
.verdict { margin: 4mm 0; padding: 3mm 4mm; border-left: 4px solid var(--accent); background: var(--band); }
.verdict.open { border-left-color: var(--alert); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.5mm 6mm; margin: 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.witnesses { display: grid; grid-template-columns: repeat(4, 1fr); gap: 3mm; margin: 3mm 0; }
.witnesses div { border: 1px solid var(--line); padding: 3mm; break-inside: avoid; }
.witnesses b { display: block; font-size: 17pt; font-weight: 600; font-variant-numeric: tabular-nums; }
.witnesses small { display: block; color: var(--soft); font-size: 8.5pt; line-height: 1.3; }
table { width: 100%; border-collapse: collapse; font-size: 8.5pt; font-variant-numeric: tabular-nums; }
thead { display: table-header-group; }
th { text-align: left; font-weight: 600; color: var(--soft); border-bottom: 1px solid var(--soft); }
th, td { padding: 1mm 2mm 1mm 0; vertical-align: top; overflow-wrap: break-word; }
th { white-space: nowrap; }
td.folder { overflow-wrap: anywhere; min-width: 45mm; }
td { border-bottom: 1px solid var(--line); }
tr { break-inside: avoid; }
th.n, td.n { text-align: right; white-space: nowrap; }
code { font: 7.5pt/1.35 Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace; overflow-wrap: anywhere; }
.list td { padding-top: 1.2mm; }
.signatures { display: grid; grid-template-columns: 1fr 1fr; gap: 14mm; margin-top: 20mm; break-inside: avoid; }
.signatures div { border-top: 1px solid var(--ink); padding-top: 1.5mm; font-size: 8.5pt; color: var(--soft); }
@page { size: A4; margin: 16mm 14mm 18mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: #5b6875; } }
@media print { html { background: none; } body { max-width: none; padding: 0; } }
`;
