import type {Report, ReportedEntry, ReportedFinding} from '../../../source/render/report/report.js';

export const firewallId =
	'/subscriptions/0/resourceGroups/rg-(net)/providers/Microsoft.Network/azureFirewalls/afw-hub & co';

export function entry(changes: Partial<ReportedEntry> = {}): ReportedEntry {
	return {
		control: 'azure-firewall',
		verdict: 'blocked',
		resource: firewallId,
		rule: 'default deny',
		why: 'No rule of firewall afw-hub allows tcp 443 to gcr.io, so its default denies it.',
		...changes,
	};
}

export function finding(changes: Partial<ReportedFinding> = {}): ReportedFinding {
	return {
		flow: 'pull-charts',
		profile: 'azure-dev-spaces',
		requirement: 'pull-charts',
		purpose: 'Charts are pulled from there.',
		from: 'nodes in snet-aks',
		to: 'gcr.io',
		protocol: 'tcp',
		ports: '443',
		verdict: 'blocked',
		way: [],
		trail: [entry()],
		remarks: [],
		...changes,
	};
}

export function report(...findings: readonly ReportedFinding[]): Report {
	const count = (verdict: string) => findings.filter(each => each.verdict === verdict).length;
	return {
		schemaVersion: 1,
		cluster: {id: '/subscriptions/0/…/aks', name: 'aks', location: 'westeurope'},
		profiles: ['azure-dev-spaces'],
		summary: {
			allowed: count('allowed'),
			blocked: count('blocked'),
			undecided: count('undecided'),
			notApplicable: count('not-applicable'),
		},
		findings,
		notes: [],
	};
}
