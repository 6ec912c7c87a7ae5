import {createHash} from 'node:crypto';
import {baseStyle} from './base-style.js';
import {fixedText, html, type Markup} from './markup.js';

export type Frame = {
	readonly title: string;
	/** What it looks like beside what all pages share. */
	readonly style: string;
	/** What it does; a page can be read without. */
	readonly script: string;
	/** Where the link leads that passes over what stands before. */
	readonly skipTo: {readonly id: string; readonly words: string};
};

/**
 * A page that needs nothing else and can do nothing else: its policy names the one style and the one script by their
 * hashes and forbids all other (https://www.w3.org/TR/CSP3/), so a name that got through as markup would still be inert.
 */
export function* pageFrame({title, style, script, skipTo}: Frame, body: Iterable<Markup>): Generator<string> {
	const look = `${baseStyle}${style}`;
	const policy = [
		"default-src 'none'",
		`style-src ${hashOf(look)}`,
		`script-src ${hashOf(script)}`,
		"base-uri 'none'",
		"form-action 'none'",
	];
	yield html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${fixedText(policy.join('; '))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${fixedText(look)}</style>
</head>
<body>
<a class="skip" href="#${skipTo.id}">${skipTo.words}</a>
`.markup;
	for (const {markup} of body) {
		yield markup;
	}

	yield html`<script>${fixedText(script)}</script>
</body>
</html>
`.markup;
}

function hashOf(text: string): string {
	return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
