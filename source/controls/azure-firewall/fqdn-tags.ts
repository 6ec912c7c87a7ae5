import {covers, type NamePattern} from '../../network/name-pattern.js';

/**
 * What the FQDN tag AzureKubernetesService surely covers: the core hosts of AKS and no add-on
 * (GH mspnp/aks-baseline#289). Its contents are unpublished; these are the required names of
 * outbound-rules-control-egress (2026-06-18), with `<location>` left open.
 */
const aksCore: readonly NamePattern[] = [
	'*.azmk8s.io',
	'mcr.microsoft.com',
	'*.data.mcr.microsoft.com',
	'mcr-0001.mcr-msedge.net',
	'management.azure.com',
	'login.microsoftonline.com',
	'packages.microsoft.com',
	'acs-mirror.azureedge.net',
	'packages.aks.azure.com',
];

/**
 * Names that no FQDN tag is for. Dev Spaces had a service tag, and AKS's own article gave it that beside names in full
 * (limit-egress-traffic before 2021-05-06); the list of FQDN tags names no such service.
 */
const inNoTag: readonly NamePattern[] = ['*.azds.io'];

/** Whether a Microsoft FQDN tag covers a name. Other tags than AKS's have no published list. */
export function tagCovers(tag: string, name: NamePattern): 'yes' | 'no' | 'unknown' {
	if (inNoTag.some(pattern => covers(pattern, name))) {
		return 'no';
	}

	if (tag.toLowerCase() !== 'azurekubernetesservice') {
		return 'unknown';
	}

	return aksCore.some(pattern => covers(pattern, name)) ? 'yes' : 'no';
}
