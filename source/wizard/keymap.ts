import type {Key} from 'ink';
import type {UserAction} from './effect.js';
import {type Binding, type BindingId, bindings} from './key-bindings.js';
import type {Mode} from './mode.js';
import type {Glyphs} from './theme.js';

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
		{binding: 'focus', does: 'two ends'},
		{binding: 'draw', does: 'my own'},
		{binding: 'accept', does: 'go on'},
		...back,
		{binding: 'again', does: 'list again', inFooter: false},
		...always,
	],
	'end-from': [
		{binding: 'accept', does: 'take it'},
		{binding: 'back', does: 'a workload instead'},
		{binding: 'up'},
		{binding: 'down', does: 'move'},
		{binding: 'complete', does: 'complete'},
		...typing,
	],
	'end-to': [
		{binding: 'accept', does: 'answer'},
		{binding: 'back', does: 'the other end'},
		{binding: 'up'},
		{binding: 'down', does: 'move'},
		{binding: 'complete', does: 'complete'},
		...typing,
	],
	draw: [
		...moves,
		{binding: 'accept', does: 'look for hints'},
		{binding: 'toggle', does: 'on/off', inFooter: false},
		...back,
		...always,
	],
	drawn: [
		...moves,
		{binding: 'toggle', does: 'change'},
		{binding: 'focus', does: 'details'},
		{binding: 'accept', does: 'write'},
		...back,
		...always,
	],
	'drawn-details': [
		...scrolls,
		{binding: 'focus', does: 'list'},
		{binding: 'toggle', does: 'change', inFooter: false},
		{binding: 'accept', does: 'write'},
		...back,
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
		{binding: 'toggle', does: 'on/off'},
		{binding: 'focus', does: 'details'},
		{binding: 'show', does: 'script'},
		{binding: 'write', does: 'write'},
		{binding: 'accept', does: 'go on'},
		...back,
		{binding: 'help', does: 'help'},
		{binding: 'regroup', does: 'fold'},
		...moves,
		...always.slice(1),
	],
	'plan-details': [
		...scrolls,
		{binding: 'focus', does: 'list'},
		{binding: 'show', does: 'script'},
		{binding: 'toggle', does: 'on/off', inFooter: false},
		{binding: 'write', does: 'write'},
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
const typingModes: ReadonlySet<Mode> = new Set([
	'cluster-search',
	'end-from',
	'end-to',
	'findings-search',
	'text',
	'confirm-typed',
]);

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
