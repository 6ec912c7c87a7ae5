import {canonicalNetwork, hasHostBits, isGlobal, looksLikeIpv6, parseNetwork} from '../address.js';
import {type JsonObject, objectAt, textAt, textsAt} from '../json.js';
import {refuse} from './arm-answers.js';
import {isServiceTag} from './security-rule-fields.js';

/**
 * What holds for the API server's authorized ranges (facts D; az checks the same before it asks). What code the server
 * itself answers with was not found: `InvalidParameter` is its code for values out of range.
 */
export function checkAuthorizedRanges(cluster: JsonObject, before: readonly string[]): void {
	const access = objectAt(cluster, 'apiServerAccessProfile');
	const ranges = textsAt(access, 'authorizedIPRanges');
	if (ranges.length === 0) {
		return;
	}

	if (access['enablePrivateCluster'] === true) {
		throw invalid('authorized IP ranges are not supported for private cluster');
	}

	if (textAt(cluster, 'networkProfile', 'loadBalancerSku').toLowerCase() === 'basic') {
		throw invalid('authorized IP ranges can only be used with standard load balancer');
	}

	const most = access['enableVnetIntegration'] === true ? 2000 : 200;
	if (ranges.length > most) {
		throw invalid(`${ranges.length} ranges are more than the limit of ${most}`);
	}

	if (ranges.includes('0.0.0.0/32') && ranges.length > 1) {
		throw invalid('0.0.0.0/32 is not allowed with other IP ranges');
	}

	const tags = ranges.filter(range => isServiceTag(range) && !before.includes(range));
	if (tags.length > 0) {
		throw invalid(`'${tags[0] ?? ''}' is not a valid IPv4 address or CIDR`);
	}

	for (const range of ranges.filter(range => !isServiceTag(range) && range !== '0.0.0.0/32')) {
		checkRange(range);
	}
}

function checkRange(text: string): void {
	if (looksLikeIpv6(text)) {
		throw invalid(`'${text}' is an IPv6 address; only IPv4 is supported`);
	}

	const network = parseNetwork(text);
	if (network === undefined) {
		throw invalid(`'${text}' is not a valid IPv4 address or CIDR`);
	}

	if (hasHostBits(network)) {
		throw invalid(`'${text}' has host bits set; did you mean ${canonicalNetwork(network)}`);
	}

	if (!isGlobal(network)) {
		throw invalid(`'${text}' is a private or reserved range`);
	}
}

function invalid(reason: string) {
	return refuse(
		400,
		'InvalidParameter',
		`The value of parameter apiServerAccessProfile.authorizedIPRanges is invalid: ${reason}.`,
		{
			target: 'apiServerAccessProfile.authorizedIPRanges',
		},
	);
}
