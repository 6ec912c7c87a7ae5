import type {ExitCode} from '../exit-codes.js';
import type {Session} from '../session.js';

/** An option as the help shows it and as the parser takes it. */
export type Option = {
	/** `-n, --name <name>` */
	readonly flags: string;
	readonly description: string;
	/** May be given several times; the value is then a list. */
	readonly repeatable?: boolean;
	readonly choices?: readonly string[];
	readonly default?: string;
	readonly value?: ValueKind;
};

/** What a value names, where a shell can complete it; without it a shell offers files. */
export type ValueKind =
	| 'practice-world'
	| 'profile'
	| 'profiles'
	| 'subscription'
	| 'resource-group'
	| 'cluster'
	| 'flow'
	| 'run'
	| 'step'
	| 'choice'
	| 'correction'
	| 'parameter'
	| 'sender'
	| 'target'
	| 'reach-end'
	| 'script-formats'
	| 'shell'
	/** Nothing that anybody could know beforehand. */
	| 'free';

export type Argument = {
	readonly name: string;
	readonly description: string;
	readonly required: boolean;
	readonly variadic?: boolean;
	readonly value?: ValueKind;
};

export type Input = {
	readonly arguments: readonly string[];
	readonly options: Options;
};

/** Option values by their long name in camel case, as the parser gives them. */
export type Options = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** A verb: everything that help, completion and documentation need, and what it does. */
export type Command = {
	readonly name: string;
	readonly summary: string;
	/** More than the summary, where there is more to say. */
	readonly description?: string;
	readonly arguments?: readonly Argument[];
	readonly options: readonly Option[];
	/** Real calls, shown in the help; each is run by a test. */
	readonly examples: readonly {readonly call: string; readonly what: string}[];
	readonly subcommands?: readonly Command[];
	/** Has nothing to do with any cluster or run, so it does not look first for one whose time to confirm has passed. */
	readonly apart?: true;
	/** Loads what it needs when it is called, so that help and version stay fast. */
	readonly run: (input: Input, session: Session) => Promise<ExitCode>;
};

export function text(options: Options, name: string): string | undefined {
	const value = options[name];
	return typeof value === 'string' ? value : undefined;
}

export function list(options: Options, name: string): readonly string[] {
	const value = options[name];
	return Array.isArray(value) ? value : [];
}

export function flag(options: Options, name: string): boolean {
	return options[name] === true;
}

/** `--name` of `-n, --name <name>`. */
export function longName({flags}: Option): string {
	return /--[\w-]+/.exec(flags)?.[0] ?? '';
}

/** Whether a value follows it: `--name <name>`. */
export function takesValue({flags}: Option): boolean {
	return flags.includes('<');
}

/** As the parser names an option's value: `resourceGroup` of `--resource-group`. */
export function optionKey(longName: string): string {
	return longName.slice('--'.length).replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
