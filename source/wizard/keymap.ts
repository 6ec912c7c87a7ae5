import type {Key} from 'ink';
import type {UserAction} from './effect.js';
import type {Mode} from './mode.js';
import type {Glyphs} from './theme.js';

type Binding = {
	/** The key as it is called on this terminal. */
	readonly keys: (glyphs: Glyphs) => string;
	readonly matches: (input: string, key: Key) => boolean;
	readonly act: UserAction;
};

/** Every key the wizard listens to. Input, footer and help all come from here. */
const bindings = {
	up: {keys: ({up}) => up, matches: (_input, key) => key.upArrow, act: {type: 'move', by: -1}},
	down: {keys: ({upDown}) => upDown, matches: (_input, key) => key.downArrow, act: {type: 'move', by: 1}},
	'page-up': {keys: () => 'PgUp', matches: (_input, key) => key.pageUp, act: {type: 'move', by: -10}},
	'page-down': {keys: () => 'PgUp PgDn', matches: (_input, key) => key.pageDown, act: {type: 'move', by: 10}},
	first: {keys: () => 'Home', matches: (_input, key) => key.home, act: {type: 'move-to', end: 'first'}},
	last: {keys: () => 'Home End', matches: (_input, key) => key.end, act: {type: 'move-to', end: 'last'}},
	accept: {keys: () => 'Enter', matches: (_input, key) => key.return, act: {type: 'accept'}},
	toggle: {keys: () => 'Space', matches: input => input === ' ', act: {type: 'toggle'}},
	back: {keys: () => 'Esc', matches: (_input, key) => key.escape, act: {type: 'back'}},
	left: {keys: ({left}) => left, matches: (_input, key) => key.leftArrow, act: {type: 'back'}},
	focus: {keys: () => 'Tab', matches: (_input, key) => key.tab, act: {type: 'focus'}},
	filter: {keys: () => '/', matches: input => input === '/', act: {type: 'filter'}},
	regroup: {keys: () => 'g', matches: (input, key) => input === 'g' && !key.ctrl, act: {type: 'regroup'}},
	'next-control': {keys: () => 'c', matches: (input, key) => input === 'c' && !key.ctrl, act: {type: 'next-control'}},
	show: {keys: () => 'v', matches: input => input === 'v', act: {type: 'show'}},
	again: {keys: () => 'r', matches: input => input === 'r', act: {type: 'again'}},
	yes: {keys: () => 'y', matches: input => input === 'y' || input === 'Y', act: {type: 'yes'}},
	no: {keys: () => 'n', matches: input => input === 'n' || input === 'N', act: {type: 'no'}},
	help: {keys: () => '?', matches: input => input === '?', act: {type: 'help'}},
	quit: {keys: () => 'q', matches: input => input === 'q', act: {type: 'leave'}},
	interrupt: {keys: () => 'Ctrl-C', matches: (input, key) => key.ctrl && input === 'c', act: {type: 'leave'}},
	'caret-left': {
		keys: ({left}) => left,
		matches: (_input, key) => key.leftArrow,
		act: {type: 'edit', edit: {kind: 'move', by: -1}},
	},
	'caret-right': {
		keys: () => 'Right',
		matches: (_input, key) => key.rightArrow,
		act: {type: 'edit', edit: {kind: 'move', by: 1}},
	},
	erase: {
		keys: () => 'Backspace',
		matches: (_input, key) => key.backspace || key.delete,
		act: {type: 'edit', edit: {kind: 'erase-before'}},
	},
	'erase-all': {
		keys: () => 'Ctrl-U',
		matches: (input, key) => key.ctrl && input === 'u',
		act: {type: 'edit', edit: {kind: 'erase-all'}},
	},
} as const satisfies Record<string, Binding>;

export type BindingId = keyof typeof bindings;

/** A key in a mode, and what it does there. Without words it works but is not shown. */
export type Use = {readonly binding: BindingId; readonly does?: string; readonly inFooter?: boolean};

const silentMoves: readonly Use[] = [
	{binding: 'up'},
	{binding: 'page-up'},
	{binding: 'page-down', does: 'move by ten', inFooter: false},
	{binding: 'first'},
	{binding: 'last', does: 'go to the first or last', inFooter: false},
];

const moves: readonly Use[] = [{binding: 'down', does: 'move'}, ...silentMoves];
const scrolls: readonly Use[] = [{binding: 'down', does: 'scroll'}, ...silentMoves];
const back: readonly Use[] = [
	{binding: 'back', does: 'back'},
	{binding: 'left', does: 'back', inFooter: false},
];
const always: readonly Use[] = [
	{binding: 'help', does: 'help'},
	{binding: 'quit', does: 'leave', inFooter: false},
	{binding: 'interrupt', does: 'leave', inFooter: false},
];
const typing: readonly Use[] = [
	{binding: 'erase'},
	{binding: 'erase-all', does: 'erase all'},
	{binding: 'caret-left'},
	{binding: 'caret-right'},
	{binding: 'interrupt', does: 'leave', inFooter: false},
];

/** Which keys work where. In modes with typing every other key is text. */
const modes: Readonly<Record<Mode, readonly Use[]>> = {
	cluster: [
		...moves,
		{binding: 'accept', does: 'choose'},
		{binding: 'filter', does: 'search'},
		{binding: 'back', does: 'clear the search', inFooter: false},
		{binding: 'again', does: 'list again', inFooter: false},
		{binding: 'help', does: 'help'},
		{binding: 'quit', does: 'leave'},
		{binding: 'interrupt', does: 'leave', inFooter: false},
	],
	'cluster-search': [
		{binding: 'up'},
		{binding: 'down', does: 'move'},
		{binding: 'accept', does: 'choose'},
		{binding: 'back', does: 'end the search'},
		...typing,
	],
	profiles: [
		...moves,
		{binding: 'toggle', does: 'select'},
		{binding: 'accept', does: 'go on'},
		...back,
		{binding: 'again', does: 'list again', inFooter: false},
		...always,
	],
	reading: [{binding: 'back', does: 'cancel'}, {binding: 'left'}, ...always],
	map: [
		...moves,
		{binding: 'toggle', does: 'correct'},
		{binding: 'show', does: 'questions'},
		{binding: 'focus', does: 'details'},
		{binding: 'accept', does: 'findings'},
		...back,
		{binding: 'again', does: 'read again', inFooter: false},
		...always,
	],
	topology: [
		...moves,
		{binding: 'toggle', does: 'correct'},
		{binding: 'show', does: 'map'},
		{binding: 'focus', does: 'details', inFooter: false},
		{binding: 'accept', does: 'findings'},
		...back,
		{binding: 'again', does: 'read again', inFooter: false},
		...always,
	],
	options: [
		{binding: 'up'},
		{binding: 'down', does: 'move'},
		{binding: 'accept', does: 'take it'},
		{binding: 'toggle'},
		{binding: 'back', does: 'leave as it is'},
		{binding: 'left'},
		...always,
	],
	text: [{binding: 'accept', does: 'take it'}, {binding: 'back', does: 'leave as it is'}, ...typing],
	findings: [
		{binding: 'regroup', does: 'group'},
		{binding: 'next-control', does: 'control'},
		{binding: 'filter', does: 'search'},
		{binding: 'toggle', does: 'flows'},
		{binding: 'focus', does: 'details'},
		{binding: 'accept', does: 'plan'},
		...back,
		...moves,
		...always,
	],
	'findings-search': [
		{binding: 'up'},
		{binding: 'down', does: 'move'},
		{binding: 'accept', does: 'keep the search'},
		{binding: 'back', does: 'end the search'},
		...typing,
	],
	details: [
		...scrolls,
		{binding: 'focus', does: 'list'},
		{binding: 'show', does: 'change view', inFooter: false},
		{binding: 'accept', does: 'go on'},
		...back,
		...always,
	],
	plan: [
		...moves,
		{binding: 'toggle', does: 'on/off'},
		{binding: 'focus', does: 'details'},
		{binding: 'show', does: 'script'},
		{binding: 'regroup', does: 'fold'},
		{binding: 'accept', does: 'go on'},
		...back,
		...always,
	],
	'plan-details': [
		...scrolls,
		{binding: 'focus', does: 'list'},
		{binding: 'show', does: 'script'},
		{binding: 'toggle', does: 'on/off', inFooter: false},
		{binding: 'accept', does: 'go on'},
		...back,
		...always,
	],
	output: [...moves, {binding: 'toggle', does: 'change'}, {binding: 'accept', does: 'do it'}, ...back, ...always],
	overwrite: [
		{binding: 'yes', does: 'replace them'},
		{binding: 'no', does: 'keep them'},
		{binding: 'back'},
		{binding: 'left'},
		...always,
	],
	confirm: [{binding: 'up'}, {binding: 'down', does: 'move'}, {binding: 'accept', does: 'apply'}, ...back, ...always],
	'confirm-typed': [
		{binding: 'up'},
		{binding: 'down', does: 'move'},
		{binding: 'accept', does: 'apply'},
		{binding: 'back', does: 'back'},
		...typing,
	],
	applying: [{binding: 'interrupt', does: 'stop after this step'}, {binding: 'quit'}, {binding: 'help', does: 'help'}],
	'step-asked': [
		{binding: 'yes', does: 'apply'},
		{binding: 'no', does: 'skip'},
		...scrolls,
		{binding: 'back', does: 'stop'},
		{binding: 'interrupt', does: 'stop', inFooter: false},
	],
	end: [{binding: 'accept', does: 'leave'}, ...back, ...always],
	problem: [{binding: 'accept', does: 'try again'}, {binding: 'again'}, ...back, ...always],
	help: [
		{binding: 'accept', does: 'close'},
		{binding: 'back'},
		{binding: 'left'},
		{binding: 'help'},
		{binding: 'interrupt'},
	],
	leaving: [
		{binding: 'accept', does: 'leave'},
		{binding: 'yes'},
		{binding: 'interrupt'},
		{binding: 'quit'},
		{binding: 'back', does: 'stay'},
		{binding: 'no'},
		{binding: 'left'},
	],
};

export const modeNames = Object.keys(modes) as readonly Mode[];

/** In these every key that is not bound is typed. */
const typingModes: ReadonlySet<Mode> = new Set(['cluster-search', 'findings-search', 'text', 'confirm-typed']);

/**
 * What arrives at once is not always one key: fast typing and slow connections bundle several. Line ends among them
 * are Enter; a real paste comes bracketed and takes another way.
 */
export function strokesOf(input: string, key: Key): readonly {readonly input: string; readonly key: Key}[] {
	return input.length < 2 || key.ctrl || key.meta
		? [{input, key}]
		: [...input].map(character => {
				const isEnter = character === '\r' || character === '\n';
				return {input: isEnter ? '' : character, key: {...key, return: isEnter}};
			});
}

export function actFor(mode: Mode, input: string, key: Key): UserAction | undefined {
	for (const {binding} of modes[mode]) {
		const {matches, act}: Binding = bindings[binding];
		if (matches(input, key)) {
			return act;
		}
	}

	const isText = input !== '' && !key.ctrl && !key.meta;
	return typingModes.has(mode) && isText ? {type: 'edit', edit: {kind: 'insert', text: input}} : undefined;
}

export type KeyHelp = {
	readonly keys: string;
	readonly does: string;
	readonly inFooter: boolean;
	/** Stays in the footer when there is little room. */
	readonly essential: boolean;
};

const essentials: ReadonlySet<BindingId> = new Set(['accept', 'back', 'help', 'yes', 'no']);

/** What the footer and the help say about a mode's keys. */
export function keysOf(mode: Mode, glyphs: Glyphs): readonly KeyHelp[] {
	return modes[mode].flatMap(({binding, does, inFooter = true}) =>
		does === undefined
			? []
			: [{keys: bindings[binding].keys(glyphs), does, inFooter, essential: essentials.has(binding)}],
	);
}
