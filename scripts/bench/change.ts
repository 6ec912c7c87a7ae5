import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {performance} from 'node:perf_hooks';
import {measureProcess} from './measure-process.js';
import {median, type Row, row} from './row.js';
import {program} from './time-process.js';

/** A Terraform plan from the file to the difference, as a whole process; and how its time grows. */
export async function benchChange(runs: number): Promise<Row[]> {
	const folder = mkdtempSync(path.join(tmpdir(), 'aksess-bench-'));
	try {
		const time = (count: number): readonly number[] => {
			const file = path.join(folder, `plan-${count}.json`);
			writeFileSync(file, JSON.stringify(planOf(count)));
			return Array.from({length: runs}, () => timeDiff(file));
		};
		time(1);
		const [empty, five, twenty] = [time(1), time(5000), time(20_000)];
		const {memory} = await measureProcess([program, ...call, path.join(folder, 'plan-5000.json')]);
		return [
			row('diff --change of a Terraform plan of 5,000 resources', five, 'ms', 2000),
			row('the most memory of it', [memory], 'MB', 500),
			{
				name: 'four times the resources against these, without what none take',
				value: (median(twenty) - median(empty)) / (median(five) - median(empty)),
				unit: 'times',
				aim: 5,
			},
		];
	} finally {
		rmSync(folder, {recursive: true});
	}
}

const call = ['diff', '--sandbox', 'locked-down', '--profile', 'azure-dev-spaces', '--change'];

function timeDiff(file: string): number {
	const start = performance.now();
	execFileSync(process.execPath, [program, ...call, file], {stdio: 'ignore'});
	return performance.now() - start;
}

/** Networks with subnets, each with a group of ten rules; what belongs together is known only after it was applied. */
function planOf(count: number) {
	const resources: {readonly change: object; readonly configured: object}[] = [];
	const add = (type: string, name: string, after: object, expressions: object = {}, unknown: object = {}): void => {
		const own = {address: `${type}.${name}`, mode: 'managed', type, name};
		resources.push({
			change: {...own, change: {actions: ['create'], before: null, after, after_unknown: {id: true, ...unknown}}},
			configured: {...own, expressions},
		});
	};
	const refersTo = (address: string) => ({references: [`${address}.id`, address]});
	for (let block = 0; resources.length < count; block++) {
		const [network, group] = [`vnet-${block}`, `nsg-${block}`];
		const place = {resource_group_name: 'rg-bench', location: 'westeurope'};
		add('azurerm_virtual_network', network, {name: network, ...place, address_space: [`10.${block % 250}.0.0/16`]});
		add('azurerm_network_security_group', group, {name: group, ...place});
		for (let index = 0; index < 10; index++) {
			add('azurerm_network_security_rule', `${group}-${index}`, {
				name: `rule-${index}`,
				resource_group_name: 'rg-bench',
				network_security_group_name: group,
				priority: 100 + index,
				direction: 'Inbound',
				access: 'Allow',
				protocol: 'Tcp',
				source_port_range: '*',
				destination_port_range: '443',
				source_address_prefix: '10.0.0.0/8',
				destination_address_prefix: '*',
			});
		}

		for (let index = 0; index < 4; index++) {
			const subnet = `${network}-${index}`;
			add('azurerm_subnet', subnet, {
				name: `subnet-${index}`,
				resource_group_name: 'rg-bench',
				virtual_network_name: network,
				address_prefixes: [`10.${block % 250}.${index}.0/24`],
			});
			add(
				'azurerm_subnet_network_security_group_association',
				subnet,
				{},
				{
					subnet_id: refersTo(`azurerm_subnet.${subnet}`),
					network_security_group_id: refersTo(`azurerm_network_security_group.${group}`),
				},
				{subnet_id: true, network_security_group_id: true},
			);
		}
	}

	return {
		format_version: '1.2',
		terraform_version: '1.9.5',
		resource_changes: resources.map(({change}) => change),
		configuration: {root_module: {resources: resources.map(({configured}) => configured)}},
	};
}
