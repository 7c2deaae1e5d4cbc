/** How the page is set: one column of text, rules as in a printed table, figures to its width. */
export const styleSheet: string = `
:root { --paper: #fdfcf9; --ink: #1d1c1a; --soft: #66625b; --rule: #1d1c1a; --hair: #dcd8cf; --grid: #e9e6df; --mark: none; --accent: #1f5f86; --veil: #1f5f861f; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #161615; --ink: #e4e1da; --soft: #9d988e; --rule: #b9b5ab; --hair: #3a3835; --grid: #2b2a28; --mark: #ffffffb0; --accent: #8ec3e6; --veil: #8ec3e62e; }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.55 Charter, 'Bitstream Charter', 'Iowan Old Style', 'Palatino Linotype', Palatino, 'Source Serif 4', 'DejaVu Serif', Georgia, serif;
  -webkit-text-size-adjust: 100%; text-size-adjust: 100%;
}
main { max-width: 51rem; margin: 0 auto; padding: 4rem 1.5rem 5rem; }
header { margin-bottom: 2.75rem; }
h1 { font-size: 1.9rem; line-height: 1.2; font-weight: 600; letter-spacing: -0.01em; margin: 0 0 1.1rem; text-wrap: balance; }
section p { margin: 0 0 0.9rem; }
h2 { font-size: 1.2rem; font-weight: 600; margin: 0 0 0.9rem; }
.answer { font-size: 1.3rem; line-height: 1.4; margin: 0 0 0.8rem; overflow-wrap: anywhere; text-wrap: pretty; }
.remarks { color: var(--soft); margin: 0; text-wrap: pretty; }
ul.review { margin: -1.5rem 0 3rem; padding-left: 1.2rem; font-size: 0.95rem; max-width: 46rem; overflow-wrap: anywhere; }
.remarks, section p, figcaption { max-width: 46rem; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
figure { margin: 0 0 3rem; }
figcaption { font-size: 0.9rem; line-height: 1.45; color: var(--soft); }
figcaption b { color: var(--ink); font-weight: 600; }
.table figcaption { margin-bottom: 0.9rem; }
.plot figcaption { margin-top: 0.6rem; }
.scroll { overflow-x: auto; background: linear-gradient(to left, var(--paper) 40%, transparent) right / 3rem 100% no-repeat local, linear-gradient(to left, var(--hair), transparent) right / 0.9rem 100% no-repeat scroll; }
table { border-collapse: collapse; width: 100%; font-size: 0.95rem; font-variant-numeric: tabular-nums lining-nums; border-block: 2px solid var(--rule); }
thead { border-bottom: 1px solid var(--rule); }
th { font-weight: normal; text-align: left; padding: 0.3rem 0.5rem; }
thead th { text-align: right; vertical-align: bottom; line-height: 1.3; padding-block: 0.5rem; }
thead th span { display: block; color: var(--soft); font-size: 0.85em; }
td { text-align: right; padding: 0.3rem 0.5rem; white-space: nowrap; }
td b { font-weight: 700; }
.rows thead th, .rows tbody th { vertical-align: bottom; }
.rows tbody tr + tr > * { border-top: 1px solid var(--hair); }
tr > :first-child { padding-left: 0; position: sticky; left: 0; background: var(--paper); }
table:not(.rows) tbody th { white-space: nowrap; }
tr > :last-child { padding-right: 0; }
.radius { color: var(--soft); }
.tau > *, .Psi > * { border-top: 1px solid var(--hair); }
.tau > *, .psi:has(+ .Psi) > * { padding-bottom: 0.5rem; }
.tau + .psi > * { border-top: 1px solid var(--hair); }
.tau > *, .tau + .psi > *, .Psi > * { padding-top: 0.5rem; }
.Psi > * { padding-bottom: 0.5rem; }
.estimate:focus-visible { outline-offset: 0; }
.estimate { position: relative; border-radius: 2px; cursor: help; }
.interval {
  position: absolute; right: 0; bottom: calc(100% + 0.25rem); z-index: 1; opacity: 0; pointer-events: none;
  padding: 0.15rem 0.5rem; border-radius: 4px; background: var(--ink); color: var(--paper); font-size: 0.85rem; font-weight: 400;
}
.estimate:hover .interval, .estimate:focus .interval { opacity: 1; }
.panels { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 21rem), 1fr)); gap: 1.6rem 2rem; align-items: end; }
.panel { position: relative; }
.plot svg { display: block; width: 100%; height: auto; font-family: 'DejaVu Sans', Verdana, 'Segoe UI', system-ui, sans-serif; }
.plot svg text { fill: var(--ink); }
.plot svg .role-axis-grid line { stroke: var(--grid); }
.plot svg .mark-symbol path { stroke-width: 1.5px; }
.controls { display: flex; flex-wrap: wrap; gap: 0.3rem 1.2rem; align-items: baseline; margin-bottom: 1rem; font: 0.85rem/1.5 'DejaVu Sans', Verdana, 'Segoe UI', system-ui, sans-serif; }
.controls select, button { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: 4px; padding: 0.15rem 0.4rem; max-width: 100%; }
.legend { display: flex; flex-wrap: wrap; gap: 0 1rem; list-style: none; margin: 0; padding: 0; }
.legend li { min-width: 0; overflow-wrap: anywhere; }
.legend i { display: inline-block; width: 0.7em; height: 0.7em; border-radius: 50%; margin-right: 0.4em; }
[hidden], .living, .controls label { display: none; }
.live .living { display: inline; }
.live .controls label { display: inline-flex; gap: 0.5rem; align-items: baseline; }
.live .still { display: none; }
circle { opacity: 0.9; stroke: var(--mark); stroke-width: 0.5px; }
.live #scatter .panel { cursor: crosshair; touch-action: pan-y; user-select: none; }
.brushed circle { opacity: 0.1; }
.brushed circle.in { opacity: 1; }
circle.at { opacity: 1; stroke: var(--ink); stroke-width: 2px; }
.brush { position: absolute; border: 1px solid var(--accent); background: var(--veil); pointer-events: none; }
.marked { display: none; margin: 0.6rem 0 0; font-size: 0.9rem; min-height: 1.9rem; color: var(--soft); }
.live .marked { display: block; }
.tip {
  position: fixed; z-index: 2; max-width: min(26rem, calc(100vw - 1rem)); padding: 0.4rem 0.6rem; pointer-events: none; overflow-wrap: anywhere;
  background: var(--ink); color: var(--paper); border-radius: 4px; font: 0.8rem/1.4 'DejaVu Sans', Verdana, 'Segoe UI', system-ui, sans-serif;
}
pre { margin: 0 0 1rem; padding: 0.6rem 0.8rem; background: var(--grid); border-radius: 4px; font-size: 0.85rem; white-space: pre-wrap; overflow-wrap: anywhere; }
section dl { margin-bottom: 1.2rem; }
summary { cursor: pointer; margin-bottom: 0.9rem; }
dl { margin: 0; font-size: 0.9rem; border-top: 1px solid var(--hair); }
dl div { display: grid; grid-template-columns: minmax(9rem, 1fr) 2.2fr; gap: 1rem; padding: 0.3rem 0; border-bottom: 1px solid var(--hair); break-inside: avoid; }
dt { color: var(--soft); overflow-wrap: anywhere; }
dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
@media screen and (max-width: 36rem) {
  main { padding: 2rem 1.1rem 3rem; }
  h1 { font-size: 1.5rem; }
  .answer { font-size: 1.15rem; }
  table { font-size: 0.85rem; }
  th, td { padding-inline: 0.35rem; }
  .interval { right: auto; left: 0; }
  dl div { grid-template-columns: 1fr; gap: 0; }
}
@media print {
  :root { --paper: #fff; --ink: #000; --soft: #444; --rule: #000; --hair: #bbb; --grid: #e5e5e5; --mark: none; }
  body { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  tr, .panel, .table, .plot { break-inside: avoid; }
  .plot figcaption { break-before: avoid; }
  .panels { grid-template-columns: 1fr 1fr; gap: 1rem; }
  .interval { position: static; display: block; opacity: 1; padding: 0; background: none; color: var(--soft); }
  .controls select { appearance: none; border: 0; padding: 0; }
  .live .marked, .tip, .screen, details { display: none; }
  .controls { break-after: avoid; }
  .legend i { print-color-adjust: exact; }
  .scroll { overflow: visible; background: none; }
  @page { margin: 2cm; }
}
`;
