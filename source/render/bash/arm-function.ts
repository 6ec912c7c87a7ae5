import {type ArmId, parseArmId} from '../../topology/arm-id.js';
import {quoteBash} from './quote-bash.js';

/**
 * The beginning of a function that is called with the words that {@link armWords} gives: it sets the path of a resource.
 *
 * @param types below `Microsoft.Network`, from the outside in: `networkSecurityGroups`, `securityRules`
 */
export function armPath(types: readonly string[]): string {
	return `  network_path "$1" "$2" "${types.map((type, index) => `${type}/$${index + 3}`).join('/')}"`;
}

/** Subscription, resource group and names of a resource, as words of bash; names as a URL needs them. */
export function armWords(id: ArmId, own: string): readonly string[] {
	const {subscription = '', resourceGroup = ''} = parseArmId(id) ?? {};
	const [, , , , , , , ...path] = id.split('/');
	const names = path.filter((_, index) => index % 2 === 1);
	return [
		subscription === own ? '"$subscription"' : quoteBash(encodeURIComponent(subscription)),
		...[resourceGroup, ...names].map(name => quoteBash(encodeURIComponent(name))),
	];
}
