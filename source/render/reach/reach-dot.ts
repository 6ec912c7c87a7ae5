import type {ReachRow} from './reach-row.js';

/** A graph for Graphviz: namespaces as boxes, undecided connections dashed. */
export function* reachDot(rows: Iterable<ReachRow>): Generator<string> {
	const edges: string[] = [];
	const namespaces = new Map<string, Set<string>>();
	const outside = new Set<string>();
	for (const {from, to, ports, state} of rows) {
		for (const end of [from, to]) {
			const [, namespace] = /^([a-z\d][\w.-]*)\/[^/]*[^\d/][^/]*$/.exec(end) ?? [];
			if (namespace === undefined) {
				outside.add(end);
			} else {
				const members = namespaces.get(namespace) ?? new Set();
				namespaces.set(namespace, members.add(end));
			}
		}

		const style = state === 'undecided' ? ', style=dashed' : '';
		edges.push(`\t${quote(from)} -> ${quote(to)} [label=${quote(ports)}${style}];\n`);
	}

	yield 'digraph {\n\tnode [shape=box];\n';
	for (const [namespace, members] of namespaces) {
		yield `\tsubgraph ${quote(`cluster_${namespace}`)} {\n\t\tlabel=${quote(namespace)};\n`;
		for (const member of members) {
			yield `\t\t${quote(member)} [label=${quote(member.slice(namespace.length + 1))}];\n`;
		}

		yield '\t}\n';
	}

	for (const end of outside) {
		yield `\t${quote(end)} [shape=ellipse];\n`;
	}

	yield* edges;
	yield '}\n';
}

function quote(text: string): string {
	return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
