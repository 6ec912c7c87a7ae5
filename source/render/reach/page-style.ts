/** The look of the page, light and dark. */
export const pageStyle = `
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 75rem; padding: 0 1rem 3rem; }
header { background: Canvas; position: sticky; top: 0; padding-bottom: .25rem; }
h1 { font-size: 1.4rem; margin: .75rem 0 0; }
p { margin: .25rem 0; }
form { align-items: center; display: flex; flex-wrap: wrap; gap: .75rem; margin: .5rem 0; }
input[type=search] { flex: 1 1 20rem; font: inherit; padding: .4rem .6rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid color-mix(in srgb, CanvasText 15%, Canvas); padding: .3rem .6rem .3rem 0; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
td button { background: none; border: 0; color: LinkText; cursor: pointer; font: inherit; padding: 0; text-align: left; }
.note { border-left: 3px solid orange; padding-left: .5rem; }
.unsure { font-style: italic; }
.unsure::after { content: ' ?'; font-weight: bold; }
`;
