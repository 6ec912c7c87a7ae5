import type {PlannedCluster} from '../profiles/planned-cluster-flags.js';
import {bashCommand, bashComment} from '../render/bash/quote-bash.js';
import {wrap} from '../render/wrap.js';

/** The `az aks create` flags that a profile implies, as a command to complete and the reasons for each. */
export function textNewCluster(name: string, {flags, avoid, notes}: PlannedCluster, columns: number): string {
	const wanted = flags
		.filter(({onlyIf}) => onlyIf === undefined)
		.map(({flag, value}) => bashCommand(`${flag}=${value}`));
	const perhaps = flags
		.filter(({onlyIf}) => onlyIf !== undefined)
		.map(({flag, value}) => `[${bashCommand(`${flag}=${value}`)}]`);
	const command = ['az aks create --resource-group GROUP --name NAME', ...wanted, ...perhaps].map((line, index) =>
		index === 0 ? line : `  ${line}`,
	);
	return [
		...bashComment(`A new cluster for ${name}`),
		command.join(' \\\n'),
		'',
		...flags.flatMap(({flag, value, reason, onlyIf}) => [
			`${flag} ${value}`,
			...wrap(`${reason}${onlyIf === undefined ? '' : ` Only if ${onlyIf}`}`, columns - 2).map(line => `  ${line}`),
		]),
		...avoid.flatMap(({flag, reason}) => [`not ${flag}`, ...wrap(reason, columns - 2).map(line => `  ${line}`)]),
		...notes.flatMap(note => ['', ...wrap(`Note: ${note}`, columns)]),
		'',
	].join('\n');
}
