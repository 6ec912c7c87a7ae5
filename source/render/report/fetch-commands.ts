import {apiVersionOf} from '../../topology/api-version.js';
import {armKey, parseArmId} from '../../topology/arm-id.js';
import {commandLine} from '../../topology/command-line.js';
import {references} from '../../topology/json.js';
import {knownValue} from '../../topology/known.js';
import {isOfType, type World} from '../../topology/world.js';
import {printable} from '../printable.js';

/** What somebody with access runs, one line for each thing that was looked for in files and is not in them. */
export type FetchCommands = {readonly az: readonly string[]; readonly powershell: readonly string[]};

/**
 * Commands that print what a world of files lacks: what its resources refer to, the address use of its networks, its
 * service tags. Each writes a file to put beside the others. Empty where everything that was looked for is there.
 */
export function fetchCommands(world: World): FetchCommands {
	const urls = [...new Map(missingUrls(world).map(url => [url.toLowerCase(), url])).values()].toSorted();
	const files = urls.map(fileFor).map((file, index, all) => {
		// Two of one name lie in different groups.
		const earlier = all.slice(0, index).filter(other => other === file).length;
		return `${file}${earlier === 0 ? '' : `-${earlier + 1}`}.json`;
	});
	const objects = hasObjects(world) ? [] : [`kubectl get ${kinds} --all-namespaces -o yaml > objects.yaml`];
	return {
		az: [
			...urls.map(
				(url, index) => `${commandLine('az', 'rest', '--method', 'get', '--url', url)} > ${files[index] ?? ''}`,
			),
			...objects,
		],
		powershell: [
			...urls.map(
				(url, index) => `(Invoke-AzRestMethod -Path ${quotePowerShell(url)}).Content > ${files[index] ?? ''}`,
			),
			...objects,
		],
	};
}

/** At the end of a report; empty where nothing is missing. */
export function fetchSection(world: World): string {
	const {az, powershell} = fetchCommands(world);
	return az.length === 0
		? ''
		: [
				'',
				`Not in the files: ${az.length === 1 ? 'one answer' : `${az.length} answers`} that verdicts may depend on. Put what these print beside the others (az, then PowerShell):`,
				...az.map(line => `  ${printable(line)}`),
				'',
				...powershell.map(line => `  ${printable(line)}`),
				'',
			].join('\n');
}

/** Every cluster has a namespace; without any object the cluster itself was not looked at. */
function hasObjects({objects}: World): boolean {
	return Object.values(objects).some(
		list => list.state === 'denied' || (list.state === 'known' && list.value.length > 0),
	);
}

const kinds = 'namespaces,nodes,pods,services,endpoints,networkpolicies';

function missingUrls({resources, usages, serviceTags, cluster}: World): readonly string[] {
	const absent = [...resources].flatMap(([key, {state}]) => (state === 'absent' ? [key] : []));
	const groups = [...resources.values()].flatMap(resource =>
		resource.state === 'known' && isOfType(resource.value.id, 'Microsoft.Network/firewallPolicies')
			? references(resource.value.properties, 'ruleCollectionGroups').filter(id => !resources.has(armKey(id)))
			: [],
	);
	const unused = [...usages].flatMap(([key, use]) => (use.state === 'absent' ? [key] : []));
	const clusterResource = cluster === undefined ? undefined : knownValue(resources.get(armKey(cluster)));
	const location = clusterResource?.['location'];
	const {subscription = ''} = parseArmId(cluster ?? '') ?? {};
	return [
		...[...absent, ...groups]
			.filter(id => parseArmId(id) !== undefined)
			.map(id => `${id}?api-version=${apiVersionOf(id)}`),
		...unused.map(id => `${id}/usages?api-version=${apiVersionOf(id)}`),
		...(serviceTags.state === 'absent' && typeof location === 'string'
			? [
					`/subscriptions/${subscription}/providers/Microsoft.Network/locations/${location}/serviceTags?api-version=2025-05-01`,
				]
			: []),
	];
}

/** `routetables-rt-aks`: what it is and its name, of signs that every shell and file system takes. */
function fileFor(url: string): string {
	const [path = ''] = url.split('?');
	const parts = path.split('/').filter(part => part !== '');
	return `${parts
		.slice(-2)
		.join('-')
		.replaceAll(/[^\w.-]/g, '_')}`;
}

function quotePowerShell(text: string): string {
	return `'${text.replaceAll("'", "''")}'`;
}
