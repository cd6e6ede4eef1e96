/** The style of the page: light and dark, on paper, and for narrow windows. Contrast is that of WCAG 2.2 AA, or better. */
export const STYLE = `
:root { color-scheme: light dark; --paper: #ffffff; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --band: #f6f8fa;
  --allowed: #d4f4dd; --allowed-ink: #0b4f26; --crossing: #ffd8cc; --crossing-ink: #7a1d00; --open: #d6ebff;
  --open-ink: #0a3d73; --focus: #0a58ca; }
@media (prefers-color-scheme: dark) { :root { --paper: #14181d; --ink: #e6eaef; --soft: #a3adb8; --line: #39424d;
  --band: #1d232a; --allowed: #123d25; --allowed-ink: #a9efc0; --crossing: #56200f; --crossing-ink: #ffc2ad;
  --open: #12375c; --open-ink: #b5d9ff; --focus: #79b4ff; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 1.5rem; background: var(--paper); color: var(--ink);
  font: 15px/1.45 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
h1 { font-size: 1.4rem; margin: 0 0 .4rem; overflow-wrap: anywhere; }
h2 { font-size: 1rem; margin: 1.2rem 0 .4rem; }
header p { margin: 0 0 .6rem; max-width: 80ch; }
dl { margin: 0 0 .8rem; }
header dl div { display: flex; gap: .6rem; }
header dt { color: var(--soft); min-width: 6rem; }
dd { margin: 0; overflow-wrap: anywhere; }
.finding { border-left: 4px solid; padding: .4rem .8rem; margin: .8rem 0; max-width: 100ch; }
.finding ul { margin: .3rem 0 0; padding-left: 1.2rem; }
.good { background: var(--allowed); color: var(--allowed-ink); }
.note { background: var(--band); border-color: var(--soft); }
.bad { background: var(--crossing); color: var(--crossing-ink); }
.controls { display: flex; flex-wrap: wrap; gap: .6rem 1.2rem; align-items: center; margin: 1rem 0 .6rem; }
input[type=search] { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft);
  border-radius: 4px; padding: .3rem .5rem; width: 17rem; max-width: 100%; }
::placeholder { color: var(--soft); opacity: 1; }
output { color: var(--soft); }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 1px; }
.scroll { position: relative; overflow: auto; max-height: 80vh; border: 1px solid var(--line); border-radius: 4px; width: fit-content;
  max-width: 100%; }
table { border-collapse: separate; border-spacing: 0; }
th, td { border-bottom: 1px solid var(--line); padding: .25rem .5rem; text-align: left; font-weight: normal; }
thead th { background: var(--band); vertical-align: bottom; }
thead tr:first-child th { position: sticky; top: 0; z-index: 2; height: 2rem; }
thead tr:last-child th { position: sticky; top: 2rem; z-index: 2; }
thead th[scope=colgroup] { border-left: 2px solid var(--line); font-weight: 600; white-space: nowrap; max-width: 16rem;
  overflow: hidden; text-overflow: ellipsis; }
thead th[data-column] { padding: .4rem .2rem; text-align: center; }
thead th[data-column] span { display: inline-block; writing-mode: vertical-rl; transform: rotate(180deg); max-height: 14rem; white-space: nowrap;
  overflow: hidden; text-overflow: ellipsis; }
tbody th, thead tr:first-child th:first-child { position: sticky; left: 0; z-index: 1; background: var(--paper);
  min-width: min(17rem, 38vw); max-width: 26rem; overflow-wrap: anywhere; border-right: 1px solid var(--line); }
thead tr:first-child th:first-child { z-index: 3; background: var(--band); }
b { font-weight: 600; }
small { font-size: inherit; color: var(--soft); }
.opens { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
td[data-column] { text-align: center; min-width: 2.1rem; font-variant-numeric: tabular-nums; }
.first { border-left: 2px solid var(--line); }
.allowed { background: var(--allowed); color: var(--allowed-ink); font-weight: 700; }
.crossing { background: var(--crossing); color: var(--crossing-ink); font-weight: 700; }
.open { background: var(--open); color: var(--open-ink); font-weight: 700; }
.denied { color: var(--soft); }
tbody tr:hover th, tbody tr:hover td.denied, tbody tr:hover td.opens { background: var(--band); }
button { font: inherit; font-weight: 600; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; }
button::after { content: " ↕"; color: var(--soft); }
[aria-sort=ascending] button::after { content: " ↑"; } [aria-sort=descending] button::after { content: " ↓"; }
.legend { columns: 18rem; } .legend div { display: flex; gap: .6rem; break-inside: avoid; }
.legend dt { min-width: 1.6rem; font-weight: 700; text-align: center; }
.hidden { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; }
[hidden] { display: none !important; }
@media print { @page { size: landscape; margin: 10mm; } :root { color-scheme: light; --paper: #ffffff; --ink: #000000;
  --soft: #333333; --line: #888888; --band: #ffffff; --allowed: #d4f4dd; --allowed-ink: #003314; --crossing: #ffd8cc;
  --crossing-ink: #5c1500; --open: #d6ebff; --open-ink: #00264d; }
  body { padding: 0; font-size: 10px; } .controls { display: none; } .scroll { max-height: none; overflow: visible;
  border: 0; } thead th, tbody th { position: static !important; } thead { display: table-header-group; }
  tr { break-inside: avoid; } td, .finding { print-color-adjust: exact; } button::after { content: none; }
  td[data-column] { min-width: 1.4rem; } }
`;
