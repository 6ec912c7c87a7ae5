import {describe, expect, test} from 'vitest';
import {assessFound} from '../../source/controls/assess-found.js';
import type {Verdict} from '../../source/controls/verdict.js';
import {templatesFolder} from '../../source/package-root.js';
import {noAnswers} from '../../source/profiles/answers.js';
import {listProfiles} from '../../source/profiles/load-profile.js';
import {decodeTopology} from '../../source/topology/decode/decode-topology.js';
import {readWorldFolder} from '../helpers/read-world.js';

/**
 * What a correct tool says of today's workloads in the practice worlds when nobody names a profile; why stands in the
 * README of each. A row is about a requirement, or about one of its flows where these differ.
 */
const expected: Readonly<Record<string, readonly (readonly [id: string, verdict: Verdict, by?: string])[]>> = {
	// Rules inside a classic firewall, near misses of an old list.
	'classic-firewall': [
		['azure-monitor-control', 'blocked', 'azure-firewall'],
		['azure-monitor-entra', 'allowed'],
		['azure-monitor-logs:*.ods.opinsights.azure.com', 'allowed'],
		['azure-monitor-logs:*.oms.opinsights.azure.com', 'allowed'],
		['azure-monitor-logs:*.ingest.monitor.azure.com', 'blocked', 'azure-firewall'],
		['azure-monitor-metrics', 'blocked', 'azure-firewall'],
		['azure-monitor-applications', 'not-applicable'],
		['azure-monitor-telemetry', 'allowed'],
		['defender-entra', 'allowed'],
		['defender-workspace', 'allowed'],
		['defender-cloud', 'blocked', 'azure-firewall'],
	],
	// A firewall policy with names, whose network rule by tag may let names pass; and Cilium's policy by name.
	'cilium-overlay': [
		['argo-cd-images:quay.io', 'allowed'],
		['argo-cd-images:ghcr.io', 'allowed'],
		['argo-cd-images:*.quay.io', 'undecided', 'azure-firewall'],
		['argo-cd-images:public.ecr.aws', 'undecided', 'azure-firewall'],
		['argo-cd-git', 'blocked', 'network-policy'],
		['argo-cd-repo-server', 'allowed'],
		['argo-cd-redis', 'allowed'],
		['argo-cd-dex', 'not-applicable'],
		['argo-cd-kube-api', 'undecided', 'azure-firewall'],
		['gpu-drivers:us.download.nvidia.com', 'allowed'],
		['gpu-drivers:nvidia.github.io', 'undecided', 'azure-firewall'],
		['gpu-drivers:download.docker.com', 'undecided', 'azure-firewall'],
	],
	// A security group that denies a service tag outward.
	private: [
		['azure-monitor-control', 'blocked', 'nsg'],
		['azure-monitor-entra', 'undecided', 'nsg'],
		['azure-monitor-logs', 'blocked', 'nsg'],
		['azure-monitor-metrics', 'not-applicable'],
		['azure-monitor-telemetry', 'undecided', 'nsg'],
		['defender-entra', 'undecided', 'nsg'],
		['defender-workspace', 'blocked', 'nsg'],
		['defender-cloud', 'undecided', 'nsg'],
		['istio-addon-key-vault', 'not-applicable'],
	],
	// An appliance behind a route; the API server knows its address by authorized ranges.
	'third-party-appliance': [
		['azure-monitor-control', 'undecided', 'route-table'],
		['azure-monitor-logs', 'not-applicable'],
		['azure-monitor-metrics', 'undecided', 'route-table'],
		['azure-monitor-telemetry', 'undecided', 'route-table'],
		['defender-entra', 'undecided', 'route-table'],
		['defender-workspace', 'undecided', 'route-table'],
		['defender-cloud', 'undecided', 'route-table'],
		['aks-api-server', 'undecided', 'route-table authorized-ranges'],
	],
	// Nothing in the way.
	'wide-open': [
		['argo-cd-images', 'allowed'],
		['argo-cd-git', 'allowed'],
		['argo-cd-repo-server', 'allowed'],
		['argo-cd-redis', 'allowed'],
		['argo-cd-kube-api', 'allowed'],
		['gpu-drivers', 'allowed'],
		['istio-addon-key-vault', 'not-applicable'],
	],
};

const profiles = await listProfiles();

describe.each(Object.entries(expected))('%s', (world, rows) => {
	const topology = decodeTopology(readWorldFolder(templatesFolder('worlds', world)));
	const {assessment} = assessFound(topology, profiles, noAnswers);
	test.each(rows)('%s is %s', (id, verdict, by = '') => {
		const findings = assessment.findings.filter(({flow}) => flow.id === id || flow.requirement === id);
		const unbound = assessment.unbound.filter(({requirement}) => requirement === id);
		const all = [...findings, ...unbound].map(one => one.verdict);
		const worst = (['blocked', 'undecided', 'allowed'] as const).find(one => all.includes(one)) ?? 'not-applicable';
		expect(all.length).toBeGreaterThan(0);
		expect(worst).toBe(verdict);
		const deciding = findings
			.filter(finding => finding.verdict === worst && worst !== 'allowed')
			.flatMap(({trail}) => trail.filter(entry => entry.verdict === worst));
		expect([...new Set(deciding.map(({control}) => control))].join(' ')).toBe(by);
	});
});
