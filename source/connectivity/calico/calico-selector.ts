import {
	allOf,
	always,
	type LabelExpression,
	type LabelOwner,
	type LabelTest,
	never,
	passesTest,
} from '../../network/label-expression.js';
import {type Parsed, parsed, refused} from '../../network/parsed.js';
import {calicoNameLabel} from '../pod-classes.js';
import {type Token, tokenize} from './calico-tokens.js';

/** What the labels in a selector belong to, which depends on where it stands. */
export type SelectorScope = 'endpoints' | 'namespaces' | 'accounts';

/** Selectors that are nested deeper than this nobody wrote for use; reading them would only exhaust the stack. */
const deepest = 200;

/**
 * Calico's selector language (docs.tigera.io, Selectors). An empty selector selects everything. What does not parse is
 * refused with the place where it fails, counted from 1 as an editor does.
 */
export function parseCalicoSelector(text: string, scope: SelectorScope): Parsed<LabelExpression> {
	const tokens = tokenize(text);
	if (!tokens.ok) {
		return tokens;
	}

	try {
		const expression = whole({tokens: tokens.value, scope, next: 0, depth: 0});
		// Of what is in no namespace only global() speaks (docs.tigera.io, EntityRule), not a negation by the way.
		const speaksOfGlobal = tokens.value.some(({kind, value}) => kind === 'word' && value === 'global');
		return parsed(scope === 'namespaces' && !speaksOfGlobal ? allOf([inNamespace, expression]) : expression);
	} catch (error) {
		if (error instanceof Misread) {
			return refused(
				`the selector ${JSON.stringify(text)} does not parse at character ${error.at + 1}: ${error.message}`,
			);
		}

		throw error;
	}
}

class Misread extends Error {
	readonly at: number;

	constructor(message: string, at: number) {
		super(message);
		this.at = at;
	}
}

/** Where reading stands. */
type Cursor = {readonly tokens: readonly Token[]; readonly scope: SelectorScope; next: number; depth: number};

function peek({tokens, next}: Cursor): Token {
	return tokens[next] ?? {kind: 'end', value: '', at: 0};
}

function take(cursor: Cursor, sign: string): boolean {
	const {kind, value} = peek(cursor);
	const found = kind === 'sign' && value === sign;
	cursor.next += found ? 1 : 0;
	return found;
}

function must(cursor: Cursor, sign: string): void {
	if (!take(cursor, sign)) {
		throw new Misread(`${sign} is missing`, peek(cursor).at);
	}
}

function whole(cursor: Cursor): LabelExpression {
	if (peek(cursor).kind === 'end') {
		return always;
	}

	const expression = either(cursor);
	const rest = peek(cursor);
	if (rest.kind !== 'end') {
		throw new Misread(`${JSON.stringify(rest.value)} is more than the selector can hold`, rest.at);
	}

	return expression;
}

/** Recursive descent: `||` binds least, then `&&`, then `!`. */
function either(cursor: Cursor): LabelExpression {
	const parts = [both(cursor)];
	while (take(cursor, '||')) {
		parts.push(both(cursor));
	}

	return parts.length === 1 && parts[0] !== undefined ? parts[0] : {kind: 'or', parts};
}

function both(cursor: Cursor): LabelExpression {
	const parts = [operation(cursor)];
	while (take(cursor, '&&')) {
		parts.push(operation(cursor));
	}

	return allOf(parts);
}

function operation(cursor: Cursor): LabelExpression {
	let negated = false;
	while (take(cursor, '!')) {
		negated = !negated;
	}

	const part = plain(cursor);
	return negated ? {kind: 'not', part} : part;
}

function plain(cursor: Cursor): LabelExpression {
	const token = peek(cursor);
	if (take(cursor, '(')) {
		if (++cursor.depth > deepest) {
			throw new Misread('it is nested too deeply', token.at);
		}

		const inner = either(cursor);
		cursor.depth--;
		must(cursor, ')');
		return inner;
	}

	if (token.kind !== 'word') {
		throw new Misread(token.kind === 'end' ? 'it ends where a label is needed' : 'a label is needed here', token.at);
	}

	cursor.next++;
	return peek(cursor).value === '(' && ['has', 'all', 'global'].includes(token.value)
		? call(cursor, token)
		: comparison(cursor, token);
}

function call(cursor: Cursor, {value, at}: Token): LabelExpression {
	must(cursor, '(');
	if (value === 'has') {
		const label = peek(cursor);
		if (label.kind !== 'word') {
			throw new Misread('has() needs the name of a label', label.at);
		}

		cursor.next++;
		must(cursor, ')');
		return test(label.value, 'Exists', [], cursor.scope);
	}

	must(cursor, ')');
	if (value === 'all') {
		return cursor.scope === 'namespaces' ? inNamespace : always;
	}

	if (cursor.scope !== 'namespaces') {
		throw new Misread('global() has a meaning in a namespaceSelector only', at);
	}

	return {kind: 'not', part: inNamespace};
}

const wordOperators: Readonly<Record<string, LabelTest['operator'] | undefined>> = {
	in: 'In',
	notin: 'NotIn',
	contains: 'Contains',
	startswith: 'StartsWith',
	endswith: 'EndsWith',
};

function comparison(cursor: Cursor, label: Token): LabelExpression {
	const {scope} = cursor;
	const at = peek(cursor).at;
	if (take(cursor, '==')) {
		return test(label.value, 'In', [quoted(cursor)], scope);
	}

	if (take(cursor, '!=')) {
		return test(label.value, 'NotIn', [quoted(cursor)], scope);
	}

	const operator = peek(cursor).kind === 'word' ? wordOperators[operatorWords(cursor)] : undefined;
	if (operator === undefined) {
		throw new Misread(
			`after the label ${label.value} one of ==, !=, in, not in, contains, starts with, ends with is needed`,
			at,
		);
	}

	return test(label.value, operator, operator === 'In' || operator === 'NotIn' ? set(cursor) : [quoted(cursor)], scope);
}

/** `not in` and `notin` are the same, and so are `starts with` and `startswith`. */
function operatorWords(cursor: Cursor): string {
	const {value} = peek(cursor);
	cursor.next++;
	const second = value === 'not' ? 'in' : value === 'starts' || value === 'ends' ? 'with' : undefined;
	if (second !== undefined && peek(cursor).value === second) {
		cursor.next++;
		return `${value}${second}`;
	}

	return value;
}

function quoted(cursor: Cursor): string {
	const token = peek(cursor);
	if (token.kind !== 'text') {
		throw new Misread('a text in quotes is needed here', token.at);
	}

	cursor.next++;
	return token.value;
}

function set(cursor: Cursor): readonly string[] {
	must(cursor, '{');
	const values: string[] = [];
	while (peek(cursor).kind === 'text') {
		values.push(quoted(cursor));
		if (!take(cursor, ',')) {
			break;
		}
	}

	must(cursor, '}');
	return values;
}

/** Only what is in a namespace has this label: pods and network sets of one, not global network sets. */
const inNamespace: LabelExpression = {
	kind: 'test',
	owner: 'namespace',
	test: {key: calicoNameLabel, operator: 'Exists', values: []},
};

/** Pods have a service account; what else carries labels has none. */
const isPod: LabelExpression = {
	kind: 'test',
	owner: 'account',
	test: {key: calicoNameLabel, operator: 'Exists', values: []},
};

function test(
	label: string,
	operator: LabelTest['operator'],
	values: readonly string[],
	scope: SelectorScope,
): LabelExpression {
	if (scope === 'endpoints' && label === 'projectcalico.org/orchestrator') {
		const asked: LabelTest = {key: label, operator, values};
		const [pods, others] = [passesTest(asked, 'k8s'), passesTest(asked, undefined)];
		return pods === others ? (pods ? always : never) : pods ? isPod : {kind: 'not', part: isPod};
	}

	const {owner, key} = ownerOf(label, scope);
	return {kind: 'test', owner, test: {key, operator, values}};
}

/**
 * An endpoint carries the labels of its namespace and of its service account under prefixes, and some that Calico sets
 * (felix, profile inheritance; docs.tigera.io, Workload endpoint).
 */
function ownerOf(label: string, scope: SelectorScope): {readonly owner: LabelOwner; readonly key: string} {
	if (scope !== 'endpoints') {
		return {owner: scope === 'namespaces' ? 'namespace' : 'account', key: label};
	}

	if (label === 'projectcalico.org/namespace') {
		return {owner: 'namespace', key: calicoNameLabel};
	}

	if (label === 'projectcalico.org/serviceaccount') {
		return {owner: 'account', key: calicoNameLabel};
	}

	if (label.startsWith('pcns.')) {
		return {owner: 'namespace', key: label.slice('pcns.'.length)};
	}

	return label.startsWith('pcsa.') ? {owner: 'account', key: label.slice('pcsa.'.length)} : {owner: 'pod', key: label};
}
