import type {Key} from 'ink';
import type {UserAction} from './effect.js';
import type {Glyphs} from './theme.js';

export type Binding = {
	/** The key as it is called on this terminal. */
	readonly keys: (glyphs: Glyphs) => string;
	readonly matches: (input: string, key: Key) => boolean;
	readonly act: UserAction;
};

/** Every key the wizard listens to. Input, footer and help all come from here. */
export const bindings = {
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
	complete: {keys: () => 'Tab', matches: (_input, key) => key.tab, act: {type: 'complete'}},
	filter: {keys: () => '/', matches: input => input === '/', act: {type: 'filter'}},
	regroup: {keys: () => 'g', matches: (input, key) => input === 'g' && !key.ctrl, act: {type: 'regroup'}},
	'next-control': {keys: () => 'c', matches: (input, key) => input === 'c' && !key.ctrl, act: {type: 'next-control'}},
	show: {keys: () => 'v', matches: input => input === 'v', act: {type: 'show'}},
	write: {keys: () => 'w', matches: (input, key) => input === 'w' && !key.ctrl, act: {type: 'write'}},
	again: {keys: () => 'r', matches: input => input === 'r', act: {type: 'again'}},
	draw: {keys: () => 'n', matches: (input, key) => input === 'n' && !key.ctrl, act: {type: 'draw'}},
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
