import {type Argument, type Command, longName, type Option, optionKey, takesValue, type ValueKind} from '../command.js';

export type Candidate = {readonly value: string; readonly description?: string};

/** What can stand at the end of a command line. */
export type Completing = {
	/** What is there of it already; candidates begin with it. */
	readonly typed: string;
	/** What stands before the value in the same word: `--profile=`, `argo-cd,`. */
	readonly before: string;
	/** Names that are known beforehand: verbs, options, choices. */
	readonly candidates: readonly Candidate[];
	/** Names that must be looked for; undefined where there are none, and files may be meant. */
	readonly value: ValueKind | undefined;
	/** The options that stand before, with commas between the values of one that is repeated. */
	readonly given: Readonly<Record<string, string>>;
	/** What stands before in the same list, behind the same option. */
	readonly taken: readonly string[];
};

/**
 * @param words what follows the program's name, the last one as far as it is typed
 * @param root what is done without a verb
 */
export function completeWords(words: readonly string[], root: Command, catalog: readonly Command[]): Completing {
	const typed = words.at(-1) ?? '';
	const before = walk(words.slice(0, -1), root, catalog);
	const {command, verbs, awaiting, given} = before;
	if (awaiting !== undefined) {
		return valueBehind(awaiting, '', typed, before);
	}

	const [, name, value] = assignment.exec(typed) ?? [];
	const assigned = command.options.find(option => takesValue(option) && longName(option) === name);
	if (assigned !== undefined && name !== undefined) {
		return valueBehind(assigned, `${name}=`, value ?? '', before);
	}

	const nothing = {typed, before: '', value: undefined, given, taken: []};
	if (typed.startsWith('-') && !before.isOptionsEnd) {
		return {...nothing, candidates: optionsOf(command)};
	}

	const candidates = verbs.map(({name: verb, summary}) => ({value: verb, description: summary}));
	const argument = argumentAt(command, before.count);
	return {...nothing, candidates, value: argument === undefined ? 'free' : argument.value};
}

/** `--profile=argo-cd` */
const assignment = /^(--[\w-]+)=(.*)$/s;

type Walked = {
	readonly command: Command;
	/** What could be called at this place. */
	readonly verbs: readonly Command[];
	/** An option whose value comes next. */
	readonly awaiting: Option | undefined;
	/** How many arguments stand before. */
	readonly count: number;
	readonly isOptionsEnd: boolean;
	readonly given: Readonly<Record<string, string>>;
	readonly all: readonly (readonly [string, string])[];
};

function walk(words: readonly string[], root: Command, catalog: readonly Command[]): Walked {
	let state: Walked = {
		command: root,
		verbs: catalog,
		awaiting: undefined,
		count: 0,
		isOptionsEnd: false,
		given: {},
		all: [],
	};
	for (const word of words) {
		state = step(state, word);
	}

	return state;
}

function step(state: Walked, word: string): Walked {
	const {command, verbs, awaiting, count, given, all} = state;
	if (awaiting !== undefined) {
		const key = optionKey(longName(awaiting));
		const before = awaiting.repeatable === true ? given[key] : undefined;
		const value = before === undefined ? word : `${before},${word}`;
		return {...state, awaiting: undefined, given: {...given, [key]: value}, all: [...all, [key, word]]};
	}

	if (word === '--') {
		return {...state, isOptionsEnd: true};
	}

	if (word.startsWith('-') && !state.isOptionsEnd) {
		const [, name = word, value] = assignment.exec(word) ?? [];
		const option = command.options.find(({flags}) => flags.split(/[ ,]+/).includes(name));
		const waiting = option !== undefined && takesValue(option) ? {...state, awaiting: option} : state;
		return value === undefined || waiting === state ? waiting : step(waiting, value);
	}

	const verb = verbs.find(({name}) => name === word);
	if (verb !== undefined) {
		return {...state, command: verb, verbs: verb.subcommands ?? []};
	}

	return {...state, verbs: [], count: count + 1};
}

function optionsOf({options}: Command): readonly Candidate[] {
	return [
		...options.map(option => ({value: longName(option), description: option.description})),
		{value: '--help', description: 'show help'},
	];
}

/** The last one may be given any number of times. */
function argumentAt({arguments: all = []}: Command, count: number): Argument | undefined {
	const last = all.at(-1);
	return all[count] ?? (last?.variadic === true ? last : undefined);
}

/** Lists have commas between their names; what stands before the last one is there already. */
function valueBehind(option: Option, lead: string, typed: string, {given, all}: Walked): Completing {
	const isList = option.value === 'profiles' || option.value === 'script-formats';
	const head = isList ? typed.slice(0, typed.lastIndexOf(',') + 1) : '';
	const others = all.filter(([key]) => key === optionKey(longName(option))).flatMap(([, value]) => value.split(','));
	return {
		typed: typed.slice(head.length),
		before: `${lead}${head}`,
		candidates: (option.choices ?? []).map(value => ({value})),
		value: option.choices === undefined ? option.value : 'free',
		given,
		taken: option.repeatable === true || isList ? [...others, ...head.split(',')] : [],
	};
}
