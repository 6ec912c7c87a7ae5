import {customDns, isDnsKey} from '../../topology/decode/kubernetes/corefile/decode-cluster-dns.js';
import {field, textMap} from '../../topology/json.js';
import type {Json, JsonObject, KubeObject} from '../../topology/world.js';
import type {Tally} from './masked.js';
import {stripCorefile} from './strip-corefile.js';

/** Of the one ConfigMap that decides about names what it says of them, and of others nothing. */
export function stripDnsMap(map: KubeObject, tally: Tally): JsonObject {
	const {namespace, name} = map.metadata;
	const isOurs = name === customDns.name && namespace === customDns.namespace;
	const strip = (value: Json | undefined, keep: (key: string, text: string) => string | undefined): JsonObject => {
		const entries = Object.entries(textMap(value)).map(
			([key, text]) => ({key, text, kept: isOurs ? keep(key, text) : undefined}) as const,
		);
		tally.add('fields', entries.filter(({kept}) => kept === undefined).length);
		tally.add('texts', entries.filter(({text, kept}) => kept !== undefined && words(kept) !== words(text)).length);
		return Object.fromEntries(entries.flatMap(({key, kept}) => (kept === undefined ? [] : [[key, kept] as const])));
	};
	return {
		data: strip(field(map, 'data'), stripCorefile),
		binaryData: strip(field(map, 'binaryData'), key => (isDnsKey(key) ? '' : undefined)),
	};
}

function words(text: string): string {
	return text.replaceAll(/\s+/g, ' ').trim();
}
