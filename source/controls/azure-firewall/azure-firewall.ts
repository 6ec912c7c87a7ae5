import type {Control} from '../control.js';
import {judgePublication} from './judge-publication.js';
import {judgeTraffic} from './judge-traffic.js';
import {remedyTraffic} from './remedy-traffic.js';

/** Azure Firewall, by policy or classic, where a route leads to it or a service is published by it. */
export const azureFirewall = {
	id: 'azure-firewall',
	title: 'Azure Firewall',
	judge: {
		firewall: (place, hop, topology) => [judgeTraffic(place, hop, topology)],
		publication: ({publication}, hop, topology) => [judgePublication(publication, hop, topology)],
	},
	remedy: remedyTraffic,
} as const satisfies Control;
