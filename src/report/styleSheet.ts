/** How the page is set: one column of text, rules as in a printed table, figures to its width. */
export const styleSheet: string = `
:root { --paper: #fdfcf9; --ink: #1d1c1a; --soft: #66625b; --rule: #1d1c1a; --hair: #dcd8cf; --grid: #e9e6df; --mark: none; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #161615; --ink: #e4e1da; --soft: #9d988e; --rule: #b9b5ab; --hair: #3a3835; --grid: #2b2a28; --mark: #ffffffb0; }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.55 Charter, 'Bitstream Charter', 'Iowan Old Style', 'Palatino Linotype', Palatino, 'Source Serif 4', 'DejaVu Serif', Georgia, serif;
  -webkit-text-size-adjust: 100%; text-size-adjust: 100%;
}
main { max-width: 46rem; margin: 0 auto; padding: 4rem 1.5rem 5rem; }
header { margin-bottom: 2.75rem; }
h1 { font-size: 1.9rem; line-height: 1.2; font-weight: 600; letter-spacing: -0.01em; margin: 0 0 1.1rem; text-wrap: balance; }
section p { margin: 0 0 0.9rem; }
h2 { font-size: 1.2rem; font-weight: 600; margin: 0 0 0.9rem; }
.answer { font-size: 1.15rem; margin: 0; overflow-wrap: anywhere; text-wrap: pretty; }
figure { margin: 0 0 3rem; }
figcaption { font-size: 0.9rem; line-height: 1.45; color: var(--soft); }
figcaption b { color: var(--ink); font-weight: 600; }
.table figcaption { margin-bottom: 0.9rem; }
.plot figcaption { margin-top: 0.6rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.95rem; font-variant-numeric: tabular-nums lining-nums; border-block: 2px solid var(--rule); }
thead { border-bottom: 1px solid var(--rule); }
th { font-weight: normal; text-align: left; padding: 0.3rem 0.5rem; }
thead th { text-align: right; vertical-align: bottom; line-height: 1.3; padding-block: 0.5rem; }
thead th span { display: block; color: var(--soft); font-size: 0.85em; }
td { text-align: right; padding: 0.3rem 0.5rem; white-space: nowrap; }
td b { font-weight: 700; }
.rows thead th, .rows tbody th { vertical-align: bottom; }
.rows tbody tr + tr > * { border-top: 1px solid var(--hair); }
tr > :first-child { padding-left: 0; }
tr > :last-child { padding-right: 0; }
.radius { color: var(--soft); }
.tau > *, .Psi > * { border-top: 1px solid var(--hair); }
.tau > *, .psi:has(+ .Psi) > * { padding-bottom: 0.5rem; }
.tau + .psi > * { border-top: 1px solid var(--hair); }
.tau > *, .tau + .psi > *, .Psi > * { padding-top: 0.5rem; }
.Psi > * { padding-bottom: 0.5rem; }
.plot svg { display: block; width: 100%; height: auto; font-family: 'DejaVu Sans', Verdana, 'Segoe UI', system-ui, sans-serif; }
.plot svg text { fill: var(--ink); }
.plot svg .role-axis-grid line { stroke: var(--grid); }
.plot svg .mark-symbol path { stroke: var(--mark); stroke-width: 0.5px; }
.narrow { display: none; }
dl { margin: 0; font-size: 0.9rem; border-top: 1px solid var(--hair); }
dl div { display: grid; grid-template-columns: minmax(9rem, 1fr) 2.2fr; gap: 1rem; padding: 0.3rem 0; border-bottom: 1px solid var(--hair); break-inside: avoid; }
dt { color: var(--soft); overflow-wrap: anywhere; }
dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
@media screen and (max-width: 36rem) {
  main { padding: 2rem 1.1rem 3rem; }
  h1 { font-size: 1.5rem; }
  .answer { font-size: 1.05rem; }
  table { font-size: 0.85rem; }
  th, td { padding-inline: 0.35rem; }
  .wide { display: none; }
  .narrow { display: block; }
  dl div { grid-template-columns: 1fr; gap: 0; }
}
@media print {
  :root { --paper: #fff; --ink: #000; --soft: #444; --rule: #000; --hair: #bbb; --grid: #e5e5e5; --mark: none; }
  body { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  figure, tr { break-inside: avoid; }
  .scroll { overflow: visible; }
  @page { margin: 2cm; }
}
`;
