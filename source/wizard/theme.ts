import type {Verdict} from '../controls/verdict.js';

/** What a piece of text means. Only this file knows colours. */
export type ThemeRole =
	| 'text'
	| 'title'
	| 'muted'
	| 'accent'
	| 'selected'
	| 'good'
	| 'bad'
	| 'unsure'
	| 'added'
	| 'removed'
	| 'danger'
	| 'code'
	| 'key';

export type TextStyle = {
	readonly color?: string;
	readonly bold?: boolean;
	readonly dimColor?: boolean;
};

export type Capabilities = {
	readonly colour: boolean;
	readonly unicode: boolean;
	/** The screen is read aloud: words instead of signs, one thing below the other. */
	readonly screenReader: boolean;
};

export type Theme = Capabilities & {
	readonly glyphs: Glyphs;
	readonly style: (role: ThemeRole) => TextStyle;
};

export type Glyphs = {
	readonly pointer: string;
	/** As wide as the pointer. */
	readonly noPointer: string;
	readonly verdicts: Readonly<Record<Verdict, string>>;
	readonly on: string;
	readonly off: string;
	readonly choice: string;
	readonly note: string;
	/** Behind us: read, written, applied. Verdicts have signs of their own. */
	readonly done: string;
	readonly here: string;
	readonly ahead: string;
	readonly arrow: string;
	readonly brokenArrow: string;
	readonly rule: string;
	readonly bar: string;
	readonly ellipsis: string;
	readonly separator: string;
	readonly bullet: string;
	readonly up: string;
	readonly down: string;
	readonly upDown: string;
	readonly left: string;
	readonly caret: string;
	readonly warning: string;
	/** Behind a row whose own rows are hidden, or shown below it. */
	readonly folded: string;
	readonly opened: string;
};

const unicode: Glyphs = {
	pointer: '❯ ',
	noPointer: '  ',
	verdicts: {allowed: '✓', blocked: '✗', undecided: '?', 'not-applicable': '·'},
	on: '[x]',
	off: '[ ]',
	choice: ' ◆ ',
	note: ' • ',
	done: '●',
	here: '◉',
	ahead: '○',
	arrow: '──▶',
	brokenArrow: '╌╌▷',
	rule: '─',
	bar: '│',
	ellipsis: '…',
	separator: '›',
	bullet: '•',
	up: '↑',
	down: '↓',
	upDown: '↑↓',
	left: '←',
	caret: '▏',
	warning: '▲',
	folded: '▸',
	opened: '▾',
};

const ascii: Glyphs = {
	pointer: '> ',
	noPointer: '  ',
	verdicts: {allowed: '+', blocked: 'x', undecided: '?', 'not-applicable': '-'},
	on: '[x]',
	off: '[ ]',
	choice: ' * ',
	note: ' - ',
	done: '#',
	here: '*',
	ahead: '.',
	arrow: '-->',
	brokenArrow: '..>',
	rule: '-',
	bar: '|',
	ellipsis: '...',
	separator: '>',
	bullet: '-',
	up: '^',
	down: 'v',
	upDown: 'Arrows',
	left: 'Left',
	caret: '_',
	warning: '!',
	folded: '>',
	opened: 'v',
};

const spoken: Glyphs = {
	...ascii,
	pointer: 'selected: ',
	noPointer: '',
	verdicts: {allowed: 'allowed', blocked: 'blocked', undecided: 'undecided', 'not-applicable': 'not applicable'},
	on: 'on,',
	off: 'off,',
	choice: 'choice,',
	note: 'note, ',
	done: 'done',
	here: 'now',
	ahead: 'later',
	arrow: 'then',
	brokenArrow: 'then',
	rule: '',
	bar: '',
	separator: ',',
	up: 'above:',
	down: 'below:',
	upDown: 'up and down arrows',
	left: 'left arrow',
	caret: '',
	warning: 'warning:',
	folded: '',
	opened: '',
};

/** Colours that stay readable on light and dark backgrounds: the terminal's own sixteen, never fixed shades. */
const styles: Readonly<Record<ThemeRole, TextStyle>> = {
	text: {},
	title: {bold: true},
	muted: {dimColor: true},
	accent: {color: 'cyan'},
	selected: {color: 'cyan', bold: true},
	good: {color: 'green'},
	bad: {color: 'red'},
	unsure: {color: 'yellow'},
	added: {color: 'green'},
	removed: {color: 'red'},
	danger: {color: 'red', bold: true},
	code: {color: 'magenta'},
	key: {bold: true},
};

export function createTheme(capabilities: Capabilities): Theme {
	return {
		...capabilities,
		glyphs: capabilities.screenReader ? spoken : capabilities.unicode ? unicode : ascii,
		style: role => (capabilities.colour ? styles[role] : withoutColour(styles[role])),
	};
}

/** NO_COLOR is about colours; bold and dim stay. Nothing is ever told by style alone. */
function withoutColour({color: _, ...rest}: TextStyle): TextStyle {
	return rest;
}

export function roleOf(verdict: Verdict): ThemeRole {
	switch (verdict) {
		case 'allowed': {
			return 'good';
		}

		case 'blocked': {
			return 'bad';
		}

		case 'undecided': {
			return 'unsure';
		}

		case 'not-applicable': {
			return 'muted';
		}
	}
}
