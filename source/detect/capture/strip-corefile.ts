import {parseIpv4} from '../../network/address.js';
import {isDnsKey} from '../../topology/decode/kubernetes/corefile/decode-cluster-dns.js';
import {
	type Directive,
	parseDirectives,
	parseServerBlocks,
} from '../../topology/decode/kubernetes/corefile/parse-corefile.js';
import {hasVariable, isPlugin} from '../../topology/decode/kubernetes/corefile/read-plugin.js';
import {mark} from './strip-text.js';

/**
 * What a key of the ConfigMap of the cluster's DNS says of names, and nothing else: no comment, no option of a plugin
 * that decides about no name, no word of a plugin whose answers nobody here reads (keys of clouds stand there). It means
 * the same when it is read again. Undefined for keys that CoreDNS does not read.
 */
export function stripCorefile(key: string, text: string): string | undefined {
	if (!isDnsKey(key)) {
		return undefined;
	}

	if (key.endsWith('.override')) {
		const directives = parseDirectives(text);
		return directives.ok ? linesOf(directives.value).join('\n') : unreadable;
	}

	const blocks = parseServerBlocks(text);
	return blocks.ok
		? blocks.value
				.flatMap(({heads, directives}) => [`${spell(heads)} {`, ...linesOf(directives).map(line => `  ${line}`), '}'])
				.join('\n')
		: unreadable;
}

/** What could not be read stays so. */
const unreadable = `# ${mark}\n{`;

function linesOf(directives: readonly Directive[]): readonly string[] {
	return directives.flatMap(directive => {
		const {name, words, block} = kept(directive);
		const head = spell([name, ...words]);
		return block.length === 0 ? [head] : [`${head} {`, ...block.map(line => `  ${spell(line)}`), '}'];
	});
}

/** By the same words that decide when it is read (topology/decode/kubernetes/corefile/read-plugin.ts). */
function kept(directive: Directive): Directive {
	const {name, words, block} = directive;
	if (hasVariable(directive) && isPlugin(name)) {
		return {name, words: [`{$${mark}}`], block: []};
	}

	switch (name) {
		case 'rewrite': {
			const field = words.findIndex(word => word !== 'continue' && word !== 'stop');
			return words[field] === 'edns0' ? {name, words: words.slice(0, field + 1), block: []} : directive;
		}

		case 'template': {
			const options = ['match', 'answer', 'rcode', 'fallthrough'];
			return {name, words, block: block.filter(([option = '']) => options.includes(option)).map(keptAnswer)};
		}

		case 'hosts': {
			return {name, words, block: block.map(keptHost)};
		}

		case 'forward': {
			return {name, words, block: block.filter(([option = '']) => option === 'except' || option.startsWith('next'))};
		}

		case 'kubernetes': {
			return {name, words, block: []};
		}

		default: {
			return {name: isPlugin(name) ? name : mark, words: [], block: []};
		}
	}
}

/** Of records only addresses and other names: texts may hold anything. */
function keptAnswer(line: readonly string[]): readonly string[] {
	return line[0] !== 'answer' || /\s(?:A|AAAA|CNAME)\s/i.test(line.join(' ')) ? line : ['answer', mark];
}

const hostsOptions = ['fallthrough', 'ttl', 'no_reverse', 'reload', 'fallthrough_unsupported'];

function keptHost(line: readonly string[]): readonly string[] {
	const [first = ''] = line;
	return hostsOptions.includes(first) || parseIpv4(first).ok || /^[\da-f:.]+$/i.test(first) ? line : [mark];
}

function spell(words: readonly string[]): string {
	return words
		.map(word =>
			/^[^\s"#]\S*$/.test(word) && word !== '{' && word !== '}' ? word : `"${word.replaceAll('"', '\\"')}"`,
		)
		.join(' ');
}
