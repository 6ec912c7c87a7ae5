/** A name in a text, with the port that is written to it or that its scheme stands for. */
export type SpelledName = {readonly name: string; readonly port?: number};

const schemePorts: Readonly<Record<string, number>> = {http: 80, https: 443};

/**
 * The names in a text of any format, in lower case. Where the text leaves a part open (`<location>`, `{{< param >}}`,
 * `${REALM}`, `%(region)s`) stands `{region}` for a region and `*` for anything else.
 */
export function spelledNames(text: string): readonly SpelledName[] {
	const label = String.raw`(?:[a-z0-9*_-]|\{region\})+`;
	const pattern = new RegExp(
		String.raw`(?<![\w.@*-])(?:(https?):\/\/)?(\.?${label}(?:\.${label})+)(?::(\d{1,5})\b)?`,
		'gi',
	);
	return [...withoutMarkup(text).matchAll(pattern)].map(([, scheme = '', found = '', written]) => {
		const port = written === undefined ? schemePorts[scheme.toLowerCase()] : Number(written);
		// `.quay.io` is how some write whatever is below it.
		const name = found.replace(/^\./, '*.').toLowerCase();
		return {name, ...(port === undefined ? {} : {port})};
	});
}

/** Marks of the text's own language go; what it leaves open gets our sign. */
function withoutMarkup(text: string): string {
	return (
		text
			.replaceAll(/\\(?=[*<>_])/g, '')
			.replaceAll(/`\{\{[<%].*?[>%]\}\}/g, '*')
			.replaceAll(/\{\{.*?\}\}|\$\{[^}]*\}|%\(([^)]*)\)s/g, '*')
			// A tag of HTML is no part of a name, however near it stands.
			.replaceAll(/<\/?(?:br|td|tr|th|p|b|i|a|li|ul|ol|div|span|code|strong|em)\b[^>]*>/gi, ' ')
			.replaceAll(/[<{]([A-Za-z][\w -]*)[>}]/g, (_, open: string) => (/region|location/i.test(open) ? '{region}' : '*'))
	);
}
