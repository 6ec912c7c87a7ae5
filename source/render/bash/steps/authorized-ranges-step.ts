import type {ChangeOf} from '../../../plan/change.js';
import {parseArmId} from '../../../topology/arm-id.js';
import {bashCommand} from '../quote-bash.js';
import type {BashStep, BashStepRecord} from '../step-record.js';

export const authorizedRangesStep: BashStepRecord<'authorized-ranges'> = {
	step: authorizedRanges,
	programs: [],
	shared: () => [],
};

function authorizedRanges(change: ChangeOf<'authorized-ranges'>): BashStep {
	const {subscription = '', resourceGroup = '', name = ''} = parseArmId(change.cluster) ?? {};
	const cluster = ['--subscription', subscription, '--resource-group', resourceGroup, '--name', name];
	const show = ['az', 'aks', 'show', '--only-show-errors', ...cluster];
	return {
		read: bashCommand(
			...show,
			'--query',
			// az and the REST API spell the field differently.
			`join(',', sort(not_null(${['authorizedIpRanges', 'authorizedIPRanges'].map(name => `apiServerAccessProfile.${name}`).join(', ')}, [''])))`,
			'--output',
			'tsv',
		),
		before: sorted(change.before),
		after: sorted(change.after),
		state: bashCommand(...show, '--query', 'provisioningState', '--output', 'tsv'),
		write: [
			`  run ${bashCommand(
				...['az', 'aks', 'update', '--only-show-errors', '--output', 'none', ...cluster],
				`--api-server-authorized-ip-ranges=${change.after.join(',')}`,
			)}`,
		],
	};
}

function sorted(ranges: readonly string[]): string {
	return ranges.toSorted().join(',');
}
