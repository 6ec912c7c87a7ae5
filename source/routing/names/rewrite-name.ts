import type {RewritePlugin} from '../../topology/decode/kubernetes/corefile/cluster-dns.js';
import {couldMatch} from '../../topology/decode/kubernetes/corefile/could-match.js';
import {type ClusterAnswer, type PluginOf, sourceOf, untold} from './cluster-answer.js';
import type {PodResolution} from './pod-resolution.js';

export type Rewritten = {
	readonly name: string;
	readonly steps: readonly PodResolution[];
	/** Set where nobody can tell which name is asked for. */
	readonly end?: ClusterAnswer;
};

/** Rules in their order, until one that is about the name ends the list (coredns.io, plugin rewrite). */
export function rewriteName(asked: string, rules: readonly PluginOf<'rewrite'>[]): Rewritten {
	let name = asked;
	const steps: PodResolution[] = [];
	for (const [index, rule] of rules.entries()) {
		const {match, from, to, goesOn} = rule;
		const decidesNothing = to === undefined && (goesOn || index === rules.length - 1);
		if (decidesNothing || (match === 'regex' && !couldMatch(from, name))) {
			continue;
		}

		if (match === 'regex') {
			return {name, steps, end: untold(name, sourceOf(rule), {kind: 'pattern', pattern: from})};
		}

		const changed = rewriteBy(rule, name);
		if (changed !== undefined) {
			if (changed !== name) {
				steps.push({kind: 'renamed', by: sourceOf(rule), to: changed});
			}

			name = changed;
			if (!goesOn) {
				break;
			}
		}
	}

	return {name, steps};
}

/** Undefined where the rule is not about this name. */
function rewriteBy({match, from, to = from}: RewritePlugin, name: string): string | undefined {
	switch (match) {
		case 'exact': {
			return name === from ? to : undefined;
		}

		case 'suffix': {
			return name.endsWith(from) ? name.slice(0, name.length - from.length) + to : undefined;
		}

		case 'prefix': {
			return name.startsWith(from) ? to + name.slice(from.length) : undefined;
		}

		default: {
			return name.includes(from) ? name.replaceAll(from, () => to) : undefined;
		}
	}
}
