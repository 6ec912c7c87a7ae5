import {paletteStyle, palettes} from './palette.js';

/** The look that all pages share: light and dark as the reader's system says, always light on paper. */
export const baseStyle = `
:root { color-scheme: light dark; ${paletteStyle(palettes.light)} font: 15px/1.45 system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { :root { ${paletteStyle(palettes.dark)} } }
body { background: var(--page); color: var(--text); margin: 0 auto; max-width: 75rem; padding: 0 1rem 3rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 1rem 0 .25rem; }
p { margin: .25rem 0; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { background: var(--page); left: .5rem; padding: .5rem; position: absolute; top: -10rem; z-index: 2; }
.skip:focus { top: .5rem; }
.quiet { color: var(--quiet); }
.note { border-left: 3px solid var(--undecided); padding-left: .5rem; }
form { align-items: center; display: flex; flex-wrap: wrap; gap: .75rem; margin: .5rem 0; }
input, select, button { background: var(--page); border: 1px solid var(--line); border-radius: 4px; color: inherit; font: inherit; padding: .3rem .5rem; }
input[type=search] { flex: 1 1 16rem; }
button { cursor: pointer; }
table { border-collapse: collapse; width: 100%; }
caption { color: var(--quiet); padding: .25rem 0; text-align: left; }
th, td { border-bottom: 1px solid color-mix(in srgb, var(--line) 45%, var(--page)); overflow-wrap: anywhere; padding: .35rem .75rem .35rem 0; text-align: left; vertical-align: top; }
@media print {
	:root { color-scheme: light; ${paletteStyle(palettes.light)} font-size: 10pt; }
	@page { margin: 15mm; }
	body { max-width: none; padding: 0; }
	form, button, .skip, nav { display: none; }
	thead { display: table-header-group; }
	h2, h3 { break-after: avoid; }
	tr, pre, figure { break-inside: avoid; }
}
`;
