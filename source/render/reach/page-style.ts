/** What a page of connections looks like beside what all pages share. */
export const pageStyle = `
header { background: var(--page); position: sticky; top: 0; padding-bottom: .25rem; }
td button { background: none; border: 0; color: var(--link); padding: 0; text-align: left; }
.unsure { font-style: italic; }
.unsure::after { content: ' ?'; font-weight: bold; }
@media print { header { position: static; } td button { display: inline; } }
`;
