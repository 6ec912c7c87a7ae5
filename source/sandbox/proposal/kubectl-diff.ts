import {UserError} from '../../errors.js';
import {isObject} from '../json.js';
import {parseYaml} from '../world/parse-yaml.js';
import {kubeEdits} from './kube-edits.js';
import {type Hunk, joinProposals, type ObjectPatch, type Proposal} from './proposal.js';

/** `kubectl diff` compares two folders that it names itself; `diff -u` is what it runs. */
export function isKubectlDiff(text: string): boolean {
	return /^diff -u .*[\\/]LIVE-|^--- .*?[\\/]LIVE-/m.test(text.slice(0, 2000));
}

/**
 * What `kubectl diff` prints: of objects that are made or go the whole, of one that changes the lines around each
 * difference. These are laid over the object as it was read ({@link file://./patch-object.ts}).
 */
export function readKubectlDiff(file: string, text: string): Proposal {
	const parts = text
		.replaceAll('\r\n', '\n')
		.split(/^(?=--- .*?[\\/]LIVE-)/m)
		.filter(part => part.startsWith('--- '));
	return joinProposals(parts.map(part => readPart(file, part)));
}

function readPart(file: string, part: string): Proposal {
	const name = /^--- .*?[\\/]LIVE-[^\\/]*[\\/](\S+)/.exec(part)?.[1] ?? '';
	const hunks = part
		.split(/^(?=@@ )/m)
		.slice(1)
		.map(text => readHunk(file, text));
	const [hunk] = hunks;
	if (hunk === undefined || hunks.includes(undefined)) {
		throw new UserError('usage', `${file} ends in the middle of ${name === '' ? 'an object' : name}.`, {
			next: ['Write it once more with `kubectl diff -f FILE > change.diff`.'],
		});
	}

	const isMade = hunk.before.length === 0;
	if (!isMade && hunk.after.length > 0) {
		const whole = hunks.flatMap(one => one ?? []);
		return {edits: [patchOf(file, name, whole)], notes: [], unread: []};
	}

	const edits = parseYaml(file, (isMade ? hunk.after : hunk.before).join('\n')).flatMap(parsed => {
		if ('broken' in parsed) {
			throw parsed.broken;
		}

		return isObject(parsed.value) ? kubeEdits(file, file, parsed.value) : [];
	});
	return {edits: edits.map(edit => ({...edit, deleted: !isMade})), notes: [], unread: []};
}

/** Undefined where it does not hold as many lines as it says. */
function readHunk(file: string, text: string): Hunk | undefined {
	const [head = '', ...lines] = text.split('\n');
	const counts = /^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(head);
	const told = lines.filter(line => /^[-+ ]/.test(line) && !/^diff -u /.test(line));
	const side = (sign: string) => told.filter(line => line[0] === ' ' || line[0] === sign).map(line => line.slice(1));
	const [before, after] = [side('-'), side('+')];
	const [, line, old = '1', now = '1'] = counts ?? [];
	return line !== undefined && before.length === Number(old) && after.length === Number(now)
		? {file, line: Number(line), before, after}
		: undefined;
}

/** The name of the file: group, version, kind, namespace and name with dots between; only group and name may have some. */
function patchOf(file: string, name: string, hunks: readonly Hunk[]): ObjectPatch {
	const [, group, version, kind, namespace = '', own] =
		/^(?:(.+)\.)?(v\d+(?:(?:alpha|beta)\d+)?)\.([A-Z]\w*)\.([^.]*)\.(.+)$/.exec(name) ?? [];
	if (version === undefined || kind === undefined || own === undefined) {
		throw new UserError('usage', `${file} changes ${name}, which names no object that could be found.`, {
			next: ['Give what `kubectl apply --dry-run=server -o yaml -f FILE` prints: the whole of each object.'],
		});
	}

	return {
		kind: 'object-patch',
		origin: {file, address: `${kind} ${namespace === '' ? own : `${namespace}/${own}`}`},
		identity: {
			apiVersion: group === undefined ? version : `${group}/${version}`,
			kind,
			metadata: {name: own, ...(namespace === '' ? {} : {namespace})},
		},
		hunks,
	};
}
