/** What a page about a network looks like beside what all pages share. */
export const networkStyle = `
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; margin: .5rem 0; padding: 0; }
.counts-line { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; font-size: 1.1rem; margin: .5rem 0; }
.verdict { white-space: nowrap; }
.blocked { color: var(--blocked); }
.undecided { color: var(--undecided); }
.allowed { color: var(--allowed); }
.not-applicable { color: var(--quiet); }
.verdict, .danger, .title { font-weight: 600; }
.danger { color: var(--blocked); }
.purpose { color: var(--quiet); display: block; font-weight: 400; }
.decider { display: block; }
#flows > thead th:first-child { width: 7.5rem; }
#flows > thead th:nth-child(3) { width: 28%; }
#flows > thead th:last-child { width: 30%; }
#flows > tbody > tr:first-child > * { border-bottom: 0; }
.more > td { padding-top: 0; }
summary { color: var(--link); cursor: pointer; padding: .15rem 0; }
details > :not(summary) { margin-left: 1rem; }
details table { width: calc(100% - 1rem); }
table.trail { table-layout: fixed; }
.trail th:first-child { width: 7rem; }
.trail th:nth-child(2) { width: 22%; }
.trail th:nth-child(3) { width: 25%; }
.leg { color: var(--quiet); display: inline-block; min-width: 8rem; }
ol.steps { list-style: none; padding: 0; }
pre { background: var(--raised); border-radius: 4px; overflow-x: auto; padding: .5rem .75rem; white-space: pre-wrap; overflow-wrap: anywhere; }
pre, code { font: .9em ui-monospace, Menlo, Consolas, monospace; }
ins { color: var(--allowed); text-decoration: none; }
del { color: var(--blocked); text-decoration: none; }
figure { margin: 0; }
svg { display: block; height: auto; max-width: 100%; }
svg rect { fill: var(--raised); stroke: var(--line); }
svg path { fill: none; stroke: var(--line); stroke-width: 1.5; }
svg text { fill: var(--text); font: 13px ui-monospace, Menlo, Consolas, monospace; white-space: pre; }
svg .counts { text-anchor: end; }
svg .blocked { fill: var(--blocked); }
svg .undecided { fill: var(--undecided); }
svg .allowed { fill: var(--allowed); }
footer { border-top: 1px solid var(--line); margin-top: 2rem; padding-top: .5rem; }
@media (max-width: 45rem) {
	#flows > thead { display: none; }
	#flows, #flows > caption, #flows > tbody, #flows > tbody > tr, #flows > tbody > tr > * { display: block; width: auto; }
	#flows > tbody > tr:first-child > * { padding-bottom: 0; }
}
@media print {
	details::details-content { content-visibility: visible; }
	tr.more, li { break-inside: auto; }
	#flows > tbody:is([data-verdict=allowed], [data-verdict=not-applicable]) .more details:not([open]) { display: none; }
	details[data-paper] :is(.way, caption), details[data-paper] tr[data-verdict=allowed] { display: none; }
	#flows > tbody > tr:first-child { break-after: avoid; }
	summary { color: var(--quiet); list-style: none; }
}
`;
